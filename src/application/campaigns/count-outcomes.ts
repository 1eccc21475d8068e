import { ownRecord } from "../../domain/own-record.js";
import { codeOfEnd } from "../../domain/campaign/recipient-code.js";
import type { Money } from "../../domain/decision/send-plan.js";
import type { OutcomeValue } from "../message/outcome.js";
import type { CampaignLedger } from "../ports/campaign-ledger.js";
import type { EventPublisher, OutgoingEvent } from "../ports/event-publisher.js";
import { placeOf } from "./campaign-message.js";

const counted = new Set(["sms.sent", "sms.failed", "sms.delivered", "sms.undelivered"]);

/** Only a text of a campaign has this origin. */
const mark = '"topic":"campaign"';

type Status = "sent" | "failed" | "delivered" | "undelivered";

/**
 * Publishes, and counts outcomes of campaigns' texts in their ledgers. Published first: a process that dies in between
 * leaves a recipient in work, whose outcome is found, published and counted again.
 */
export const createCountingPublisher = (
  publisher: EventPublisher,
  ledger: Pick<CampaignLedger, "end">,
): EventPublisher => ({
  publish: async (event: OutgoingEvent) => {
    await publisher.publish(event);
    if (!counted.has(event.topic) || event.value === null) return;
    const text = String(event.value);
    if (!text.includes(mark)) return;
    const value = ownRecord<OutcomeValue & { readonly actualCost?: Money | null }>("an outcome", text, {
      source: "object",
    });
    const { actualCost, estimatedCost, reason, source } = value;
    const place = placeOf(source);
    if (place === undefined) return;
    const { campaignId, generation, index } = place;
    const code = codeOfEnd(event.topic.slice(4) as Status, reason);
    const price = { estimatedMicros: estimatedCost?.micros, actualMicros: actualCost?.micros };
    await ledger.end(campaignId, [{ index, generation, code, ...price }]);
  },
  close: () => publisher.close(),
  troubles: () => publisher.troubles(),
});
