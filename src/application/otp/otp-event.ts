import { ceHeaders } from "../message/ce-headers.js";
import type { OutgoingEvent } from "../ports/event-publisher.js";
import type { Hashes } from "../ports/hashes.js";

interface OtpEventParts {
  readonly topic: "otp.verified" | "otp.exhausted";
  /** Keyed hash of the number. */
  readonly who: string;
  readonly purpose: string;
  readonly verificationId: string;
  readonly hashes: Hashes;
  readonly at: Date;
}

/**
 * `otp.verified`: a code was entered and is used up. `otp.exhausted`: the last guess was wrong, no more are compared.
 * Neither holds a number or a code; the same verification and topic always give the same `ce_id`.
 */
export const otpEvent = ({ topic, who, purpose, verificationId, hashes, at }: OtpEventParts): OutgoingEvent => ({
  topic,
  key: who,
  value: JSON.stringify({ verificationId, purpose, recipientHash: who, occurredAt: at.toISOString() }),
  headers: ceHeaders({ topic, id: hashes.uuid(`${verificationId}\n${topic}`), at }),
});
