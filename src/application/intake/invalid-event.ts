import { echo } from "../message/outcome.js";
import { outcomeWithoutMessage } from "../message/outcome-without-message.js";
import type { Origin } from "../message/message.js";
import type { OutgoingEvent } from "../ports/event-publisher.js";
import type { Hashes } from "../ports/hashes.js";
import type { DecodedEvent } from "./decode-event.js";

/** The one `sms.failed` of an event that breaks its schema: no message came of it, every faulty field is named. */
export const invalidEventOutcome = (
  hashes: Hashes,
  { identity, caller, correlationId, traceparent }: DecodedEvent,
  source: Origin,
  detail: string,
  at: Date,
): OutgoingEvent => {
  const reason = "invalid-event" as const;
  const known = {
    ...{ messageId: hashes.uuid(`${identity}\n${reason}`), reason, detail, traceparent, source },
    ...{ correlationId: echo(correlationId ?? null), caller: echo(caller), acceptedAt: at.toISOString() },
  } as const;
  return outcomeWithoutMessage(hashes, known, at).event;
};
