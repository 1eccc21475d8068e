import type { MoneyLedger } from "../ports/money-ledger.js";

/** Ends the money of a message in doubt, of every send of it: spent where it went out, given back where not. Safe to repeat. */
export type EndDoubt = (messageId: string, attempts: number, state: "sent" | "failed") => Promise<void>;

export const createEndDoubt =
  ({ moneyLedger }: { readonly moneyLedger: Pick<MoneyLedger, "find" | "release" | "settle"> }): EndDoubt =>
  async (messageId, attempts, state) => {
    for (let send = 1; send <= attempts; send += 1) {
      const found = await moneyLedger.find(messageId, send);
      if (found === undefined) continue;
      if (state === "sent") await moneyLedger.settle(found, found.micros);
      else await moneyLedger.release(found);
    }
  };
