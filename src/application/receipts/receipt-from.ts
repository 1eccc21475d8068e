import type { Classify } from "../../domain/receipt/provider-response.js";
import { carrierFrom } from "../../domain/receipt/read-receipt.js";
import type { Receipt } from "../../domain/receipt/receipt.js";
import type { SmsReceipt } from "../notifications/sms-receipt.js";

/** Reads a connector's or another service's word on a text into a receipt. */
export const receiptFrom = (told: SmsReceipt, classify: Classify): Receipt => ({
  provider: told.provider,
  providerMessageId: told.providerMessageId,
  messageId: told.messageId,
  status: told.status,
  at: new Date(told.at),
  response: told.providerResponse === undefined ? null : classify(told.providerResponse),
  carrier: carrierFrom(told.carrier),
  parts: told.parts ?? null,
  micros: told.actualCost?.micros ?? null,
});
