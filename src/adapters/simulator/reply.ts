import { objectFrom, onlyFields } from "./json-body.js";
import { SnsError } from "./sns-error.js";
import { e164 } from "./sns-form.js";

/** A text that a phone's owner wrote. */
export interface Reply {
  readonly inboundId: string;
  readonly phone: string;
  /** The addressee: a number or a sender ID. */
  readonly to?: string | undefined;
  readonly text: string;
  readonly at: string;
}

/** Resolves once the service is sure to hear it; rejects with a sentence that says why it is not. */
export type TellReply = (reply: Reply) => Promise<void>;

const wrong = (message: string) => new SnsError(400, "InvalidReply", message);

/** Ten parts: phones write no more. */
const longestText = 1_530;
const longestSender = 40;

export const replyFrom = (body: string): Pick<Reply, "phone" | "text" | "to"> => {
  const given = objectFrom(body, wrong);
  onlyFields(given, ["phone", "text", "to"], wrong);
  const { phone, text, to } = given;
  if (typeof phone !== "string" || !e164.test(phone)) throw wrong("phone is E.164, such as +919876543210");
  if (typeof text !== "string" || text === "" || text.length > longestText)
    throw wrong(`text has 1 to ${longestText} characters`);
  if (to === undefined || to === null) return { phone, text };
  if (typeof to !== "string" || to === "" || to.length > longestSender)
    throw wrong(`to is a number or sender ID of 1 to ${longestSender} characters`);
  return { phone, text, to };
};
