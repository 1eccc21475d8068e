import type { OutgoingEvent } from "../ports/event-publisher.js";
import { recordedOutcome } from "./recorded-outcome.js";

/**
 * Strips an outcome that is too large for its topic of words others wrote: their texts, their ids and the trace's
 * parent. It still tells the end of its message, under the same `ce_id`.
 */
export const bareOutcome = (event: OutgoingEvent): OutgoingEvent => {
  const { traceparent: _, ...headers } = event.headers;
  const value = recordedOutcome(event);
  const free = { to: null, template: null, detail: null, reference: null, correlationId: null, caller: null };
  return {
    ...event,
    headers,
    value: JSON.stringify({ ...value, ...free, source: { ...value.source, eventId: null } }),
  };
};
