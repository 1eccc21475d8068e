import { ownRecord } from "../../../domain/own-record.js";
import type { KeptReceipt } from "../../../application/ports/receipt-index.js";

export const keptText = (kept: KeptReceipt): string => JSON.stringify(kept);

/** JSON knows no instants. */
interface Kept extends Omit<KeptReceipt, "acceptedAt" | "receipt"> {
  readonly receipt: Omit<KeptReceipt["receipt"], "at"> & { readonly at: string };
  readonly acceptedAt: string | null;
}

export const keptFrom = (text: string): KeptReceipt => {
  const { receipt, acceptedAt, ...rest } = ownRecord<Kept>("a receipt without its text", text, { receipt: "object" });
  return {
    ...rest,
    receipt: { ...receipt, at: new Date(receipt.at) },
    acceptedAt: acceptedAt === null ? null : new Date(acceptedAt),
  };
};
