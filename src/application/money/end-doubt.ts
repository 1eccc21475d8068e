import type { Hashes } from "../ports/hashes.js";
import type { MoneyLedger } from "../ports/money-ledger.js";
import type { RecipientLog } from "../ports/recipient-log.js";

interface EndNeeds {
  readonly hashes: Pick<Hashes, "keyed">;
  readonly moneyLedger: Pick<MoneyLedger, "find" | "release" | "settle">;
  readonly recipientLog: Pick<RecipientLog, "giveBack">;
}

/** Sends of a message of which nobody knew if they went out. */
interface Doubted {
  readonly messageId: string;
  /** The number of the last one. */
  readonly sends: number;
  /** The recipient; undefined: not known. */
  readonly to?: string | null | undefined;
}

/**
 * Ends the money of every such send: spent where the text went out, given back where not; then it counts towards no cap of its
 * number either. Safe to repeat.
 */
export type EndDoubt = (doubted: Doubted, state: "sent" | "failed") => Promise<void>;

export const createEndDoubt =
  ({ hashes, moneyLedger, recipientLog }: EndNeeds): EndDoubt =>
  async ({ messageId, sends, to }, state) => {
    for (let send = 1; send <= sends; send += 1) {
      const found = await moneyLedger.find(messageId, send);
      if (found === undefined) continue;
      if (state === "sent") await moneyLedger.settle(found, found.micros);
      else await moneyLedger.release(found);
    }
    if (state === "failed" && to != null) await recipientLog.giveBack(hashes.keyed(to), messageId);
  };
