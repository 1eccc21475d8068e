import type { OutgoingEvent } from "../ports/event-publisher.js";
import type { Hashes } from "../ports/hashes.js";
import type { SendPlan } from "../../domain/decision/send-plan.js";
import type { Message } from "./message.js";
import { cut, longestDetail, messageFields } from "./outcome.js";
import { ceHeaders } from "./ce-headers.js";

interface DeferredParts {
  readonly hashes: Hashes;
  readonly gateway: string;
  readonly message: Message;
  readonly plan: SendPlan;
  readonly attempts: number;
  readonly at: Date;
  readonly until: Date;
  readonly because: string;
}

/** `sms.deferred`: a message waits. One message always gives the same `ce_id`, so that it is told once however often it is repeated. */
export const deferredEvent = (parts: DeferredParts): OutgoingEvent => {
  const { at, because, hashes, message, plan, until } = parts;
  const topic = "sms.deferred";
  const value = {
    ...messageFields(parts, "deferred", { providerMessageId: null, reason: null, detail: null }),
    until: until.toISOString(),
    because: cut(because, longestDetail),
  };
  const id = hashes.uuid(`${message.id}\ndeferred\n`);
  const headers = ceHeaders({ topic, id, at, traceparent: message.traceparent });
  return { topic, key: hashes.keyed(plan.to), value: JSON.stringify(value), headers };
};
