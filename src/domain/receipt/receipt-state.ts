import { type Receipt, type ReceiptStatus, receiptStatuses } from "./receipt.js";

/** The state of a text that was sent. */
export interface ReceiptState {
  readonly status: "sent" | ReceiptStatus;
  /** Events that were published of it: each goes out once at most. */
  readonly toldDelivered: boolean;
  readonly toldUndelivered: boolean;
  /** One receipt said it failed, another that it was delivered. */
  readonly contradicted: boolean;
  /** Micro-USD of the receipt that proves most among those with a price. */
  readonly micros: number | null;
  /** The strength of the proof behind the price. */
  readonly pricedBy: number;
}

export const sentState: ReceiptState = {
  status: "sent",
  toldDelivered: false,
  toldUndelivered: false,
  contradicted: false,
  micros: null,
  pricedBy: 0,
};

/** 0 for a text without a receipt; more for a better proof. */
export const proofOf = (status: ReceiptState["status"]): number => receiptStatuses.indexOf(status as ReceiptStatus) + 1;

export interface Advanced {
  readonly state: ReceiptState;
  /** The event that is to be published now. */
  readonly tell: "delivered" | "undelivered" | undefined;
}

const pricedAfter = (state: ReceiptState, { status, micros }: Receipt): Pick<ReceiptState, "micros" | "pricedBy"> => {
  const proof = proofOf(status);
  if (micros === null || proof < state.pricedBy) return state;
  if (proof > state.pricedBy) return { micros, pricedBy: proof };
  return { micros: Math.max(micros, state.micros ?? 0), pricedBy: proof };
};

/**
 * Applies one more receipt. Status and price only ever go to the better proof, so the end is the same in any order
 * and with any repetition; a carrier's word and a handset's make one `delivered` event.
 */
export const advance = (state: ReceiptState, receipt: Receipt): Advanced => {
  const better = proofOf(receipt.status) > proofOf(state.status);
  const status = better ? receipt.status : state.status;
  const priced = pricedAfter(state, receipt);
  const fails = (one: ReceiptState["status"]) => one === "undelivered";
  const reaches = (one: ReceiptState["status"]) => one === "delivered";
  const contradicted =
    state.contradicted ||
    (fails(state.status) && reaches(receipt.status)) ||
    (reaches(state.status) && fails(receipt.status));
  const tell =
    !better || status === "unknown" ? undefined : status === "undelivered" ? "undelivered" : ("delivered" as const);
  const told = tell === "delivered" ? state.toldDelivered : state.toldUndelivered;
  return {
    state: {
      status,
      toldDelivered: state.toldDelivered || tell === "delivered",
      toldUndelivered: state.toldUndelivered || tell === "undelivered",
      contradicted,
      micros: priced.micros,
      pricedBy: priced.pricedBy,
    },
    tell: told ? undefined : tell,
  };
};

export const sameState = (a: ReceiptState, b: ReceiptState): boolean =>
  a.status === b.status &&
  a.toldDelivered === b.toldDelivered &&
  a.toldUndelivered === b.toldUndelivered &&
  a.contradicted === b.contradicted &&
  a.micros === b.micros &&
  a.pricedBy === b.pricedBy;
