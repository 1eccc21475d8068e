import type { KeptReceipt } from "../../../application/ports/receipt-index.js";

export const keptText = (kept: KeptReceipt): string => JSON.stringify(kept);

export const keptFrom = (text: string): KeptReceipt => {
  const { receipt, acceptedAt, ...rest } = JSON.parse(text);
  return {
    ...rest,
    receipt: { ...receipt, at: new Date(receipt.at) },
    acceptedAt: acceptedAt === null ? null : new Date(acceptedAt),
  };
};
