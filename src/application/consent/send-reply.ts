import type { ValidNumber } from "../../domain/phone/phone-number.js";
import { ceHeaders } from "../message/ce-headers.js";
import { messageId } from "../notifications/message-id.js";
import { requestKey } from "../message/request-key.js";
import type { ConsentLedger, ReplyKind } from "../ports/consent-ledger.js";
import type { EventPublisher } from "../ports/event-publisher.js";
import type { Hashes } from "../ports/hashes.js";

interface ReplyNeeds {
  readonly consentLedger: ConsentLedger;
  readonly eventPublisher: EventPublisher;
  readonly hashes: Hashes;
}

interface Reply {
  readonly number: ValidNumber;
  readonly kind: ReplyKind;
  /** The language of the word that the person wrote. */
  readonly language: string;
  /** The identity of the text that is answered. */
  readonly identity: string;
  /** When that text came: the reply's deadline counts from there. */
  readonly at: Date;
}

/**
 * Answers a person's text once: asks the ledger for a permit, which bounds replies to one of a kind a day, so that an
 * auto-responder gets no second one, and then requests the text like any door. The same text told again requests the same
 * message, which goes once.
 */
export type SendReply = (reply: Reply) => Promise<void>;

const templates = {
  "opt-out": "opt_out_confirmation",
  "opt-in": "opt_in_confirmation",
  help: "help_reply",
} as const satisfies Record<ReplyKind, string>;

const source = "/sms-service/consent";
const topic = "sms.requested";

export const createSendReply =
  ({ consentLedger, eventPublisher, hashes }: ReplyNeeds): SendReply =>
  async ({ number, kind, language, identity, at }) => {
    const who = hashes.keyed(number.e164);
    const eventId = hashes.keyed(`reply\n${kind}\n${identity}`);
    const id = messageId(hashes, `${source}\n${eventId}`, topic, "recipient");
    if (!(await consentLedger.permitReply(who, kind, id))) return;
    await eventPublisher.publish({
      topic,
      key: requestKey(hashes, number.e164, "transactional"),
      value: JSON.stringify({ to: number.e164, template: templates[kind], variables: {}, locale: language }),
      headers: ceHeaders({ topic, id: eventId, at, source }),
    });
  };
