import type { OutgoingEvent } from "../ports/event-publisher.js";
import type { OutcomeValue } from "./outcome.js";

/**
 * Strips an outcome, or what a receipt says of it, of words others wrote, where it is too large for its topic: their
 * texts, their ids and the trace's parent. It still tells the end of its message, under the same `ce_id`.
 */
export const bareOutcome = (event: OutgoingEvent): OutgoingEvent => {
  const { traceparent: _, ...headers } = event.headers;
  const value = JSON.parse(String(event.value)) as OutcomeValue;
  const free = { to: null, template: null, detail: null, reference: null, correlationId: null, caller: null };
  return {
    ...event,
    headers,
    value: JSON.stringify({ ...value, ...free, source: { ...value.source, eventId: null } }),
  };
};
