import type { MessageClass } from "../../domain/message-class.js";
import type { Message } from "../message/message.js";
import { type OutcomeEvent, outcomeEvent } from "../message/outcome.js";
import type { Hashes } from "../ports/hashes.js";
import { deliveryEnds } from "./delivery-ends.js";

/**
 * The `sms.failed` of an event whose identity another event used before. It has an id of its own, so that it is no second
 * end of the other's message, and the event's time, so that a repetition is the same byte for byte.
 */
export const conflictOutcome = (
  { hashes, gateway }: { readonly hashes: Hashes; readonly gateway: string },
  message: Message,
  messageClass: MessageClass,
): OutcomeEvent => {
  const { id, payload = "", request } = message;
  const own = { ...message, id: hashes.uuid(`${id}\nidentity-conflict\n${payload}`) };
  const { number } = request;
  const plan = { class: messageClass, ...(typeof number === "string" ? {} : { to: number.e164 }) };
  return outcomeEvent({
    hashes,
    gateway,
    message: own,
    plan,
    end: deliveryEnds.conflict(id),
    attempts: 0,
    at: request.requestedAt,
  });
};
