import { dayText } from "../../domain/instant-text.js";
import { parsePhoneNumber } from "../../domain/phone/phone-number.js";
import type { SumScope } from "../../domain/receipt/price-sum.js";
import type { OutcomeValue } from "../message/outcome.js";
import type { KeptReceipt, ReceiptIndex } from "../ports/receipt-index.js";

/** The sum that a sent text belongs to: by its number's country, `ZZ` where that is unknown. */
export const scopeOf = ({ to, class: of, occurredAt }: OutcomeValue): SumScope => {
  const number = parsePhoneNumber(to ?? "");
  const country = typeof number === "string" ? undefined : number.country;
  return { day: dayText(Date.parse(occurredAt)), country: country ?? "ZZ", class: of ?? "transactional" };
};

/** Records the way from the provider's id to the message; answers the receipts that came before it. */
export type RecordSent = (outcome: OutcomeValue) => Promise<readonly KeptReceipt[]>;

export const createRecordSent =
  ({ receiptIndex }: { readonly receiptIndex: ReceiptIndex }): RecordSent =>
  async (outcome) => {
    const { providerMessageId, messageId, estimatedCost } = outcome;
    if (providerMessageId === null) return [];
    const estimateMicros = estimatedCost?.micros ?? 0;
    return receiptIndex.record({ providerMessageId, messageId, scope: scopeOf(outcome), estimateMicros });
  };
