import { z } from "zod";
import type { ExplainedMessage, MessageReceipt } from "../../application/log/explain-message.js";
import type { LoggedMessage } from "../../domain/log/logged-message.js";
import { masked } from "../../domain/phone/phone-number.js";
import { money, shownRow } from "./log-routes.js";

/** As any version recorded it. */
const Outcome = z.looseObject({ to: z.string().nullish() });

const shown = (value: unknown): Readonly<Record<string, unknown>> => {
  const outcome = Outcome.parse(JSON.parse(String(value)));
  return { ...outcome, to: typeof outcome.to === "string" ? masked(outcome.to) : null };
};

const shownReceipt = ({ actualMicros, carrier, providerResponse }: MessageReceipt) => ({
  providerResponse,
  carrier,
  actualCost: money(actualMicros),
});

/** The word of the journal and of receipts on a message, the number masked. */
export const storyOf = ({ messageId, note, outcome: recorded, receipt, state, timeline }: ExplainedMessage) => {
  const wait = state === "deferred" && note?.until !== undefined ? { until: note.until, because: note.because } : {};
  const outcome = recorded === undefined ? null : shown(recorded.event.value);
  return {
    messageId,
    state,
    ...wait,
    class: outcome?.["class"] ?? note?.class ?? null,
    to: outcome?.["to"] ?? note?.to ?? null,
    timeline: timeline.map(({ at, state: then }) => ({ at: at.toISOString(), state: then })),
    trace: recorded?.trace ?? note?.trace ?? [],
    outcome,
    ...(receipt === undefined ? {} : { receipt: shownReceipt(receipt) }),
  };
};

/** The message log's record of a message that the journal has forgotten, or never held: an invalid event's outcome. */
export const storyOfRow = (row: LoggedMessage) => ({
  messageId: row.messageId,
  state: row.status,
  class: row.class,
  to: row.to === null ? null : masked(row.to),
  timeline: [
    { at: row.acceptedAt.toISOString(), state: "received" },
    { at: row.occurredAt.toISOString(), state: row.status },
  ],
  trace: [],
  outcome: shownRow(row),
});
