import { receiptStatuses } from "../../../domain/receipt/receipt.js";
import { proofOf, type ReceiptState, sentState } from "../../../domain/receipt/receipt-state.js";

/** Empty for a text without a receipt; else status, told and contradicted flags, proof of the price, the price. */
export const stateText = (state: ReceiptState): string => {
  const flags = (state.toldDelivered ? 1 : 0) + (state.toldUndelivered ? 2 : 0) + (state.contradicted ? 4 : 0);
  if (state.status === "sent") return "";
  return `${proofOf(state.status)}${flags}${state.pricedBy}${state.micros === null ? "" : state.micros.toString(36)}`;
};

export const stateFrom = (text: string): ReceiptState => {
  const [status = 0, flags = 0, pricedBy = 0] = [...text.slice(0, 3)].map(Number);
  const known = receiptStatuses[status - 1];
  if (known === undefined) return sentState;
  return {
    status: known,
    toldDelivered: (flags & 1) > 0,
    toldUndelivered: (flags & 2) > 0,
    contradicted: (flags & 4) > 0,
    micros: text.length > 3 ? Number.parseInt(text.slice(3), 36) : null,
    pricedBy,
  };
};
