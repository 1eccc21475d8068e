import type { Rule, SenderRule } from "../../country/country-rules.js";
import { type After, note, refuse } from "../draft.js";
import type { Evidence } from "../evidence.js";
import type { Refusal } from "../refusal.js";
import { refusalTexts } from "../refusal-texts.js";

/** Amazon SNS, sender IDs: 3 to 11 letters, digits or hyphens, at least one letter. */
const format = /^(?=.*[A-Za-z])[A-Za-z0-9-]{3,11}$/u;
const formatSays = "a sender ID has 3 to 11 letters, digits or hyphens, and at least one letter";

type About = Rule | "sender";
type Placed = After<"number" | "destination">;

/** A sender ID that cannot be used: refused where the request named it, left out where it is only the operator's default. */
const unusable = (draft: Placed, about: About, observed: string, says: string, refusal: Refusal): undefined => {
  if (draft.request.senderId !== undefined) refuse(draft, about, observed, refusal);
  else note(draft, "warning", about, observed, `the sender ID is left out: ${says}`);
};

/** Anybody's sender ID where only registered ones are shown. */
const registered = (draft: Placed, sender: string, rule: SenderRule): void => {
  const { facts, template } = draft;
  const { shown } = draft.number;
  const { scamLabel } = draft.number.rule;
  if (sender === template?.sender || sender === facts.senderId)
    note(draft, "pass", rule, sender, `the operator's own: ${rule.says}`);
  else if (scamLabel !== undefined)
    refuse(draft, scamLabel, sender, refusalTexts.senderUnregistered(shown, scamLabel.says));
  else note(draft, "warning", rule, sender, `it must be registered: ${rule.says}`);
};

/** The sender ID that the text may carry, or undefined. */
const usableSender = (draft: Placed): string | undefined => {
  const { facts, number, request, template } = draft;
  const { rule, shown } = number;
  const sender = request.senderId ?? template?.sender ?? facts.senderId;
  const about = rule.sender ?? "sender";
  if (sender === undefined) {
    note(draft, "pass", about, "no sender ID", "the network shows a number or a shared name");
    return undefined;
  }
  if (!format.test(sender))
    return unusable(draft, about, "not a sender ID", formatSays, refusalTexts.senderFormat(formatSays));
  const { senderFormat } = rule;
  if (senderFormat !== undefined && !senderFormat.pattern.test(sender))
    return unusable(draft, senderFormat, sender, senderFormat.says, refusalTexts.senderFormat(senderFormat.says));
  const { dedicatedNumber } = rule;
  // The number goes in the sender ID's place, and a text carries one of them.
  if (dedicatedNumber !== undefined && rule.sender?.support !== "none")
    return unusable(
      draft,
      dedicatedNumber,
      sender,
      dedicatedNumber.says,
      refusalTexts.senderUnsupported(shown, dedicatedNumber.says),
    );
  if (rule.sender === undefined) {
    const country = number.country ?? "this destination";
    note(draft, "warning", about, sender, `nothing is on record about sender IDs in ${country}`);
    return sender;
  }
  const { says, support } = rule.sender;
  if (support === "none") return unusable(draft, about, sender, says, refusalTexts.senderUnsupported(shown, says));
  if (support === "registered") registered(draft, sender, rule.sender);
  else if (rule.dlt !== undefined && facts.entityId !== undefined)
    note(draft, "pass", about, sender, "by the local route it is shown as registered");
  else note(draft, support === "allowed" ? "pass" : "warning", about, sender, says);
  return sender;
};

const nobody: Evidence["sender"] = { senderId: undefined, originationNumber: undefined };

/** Chooses the sender the country allows: a sender ID, or the dedicated number. */
export const checkSender = (draft: Placed): Evidence["sender"] => {
  const { facts, number } = draft;
  const { rule, shown, to } = number;
  if (to === undefined) return nobody;
  const { dedicatedNumber, registeredSender } = rule;
  const senderId = usableSender(draft);
  const originationNumber = senderId === undefined ? facts.originationNumber : undefined;
  if (dedicatedNumber !== undefined && originationNumber === undefined)
    refuse(draft, dedicatedNumber, "no number", refusalTexts.dedicatedNumber(shown, dedicatedNumber.says));
  if (registeredSender !== undefined && senderId === undefined)
    refuse(draft, registeredSender, "no sender ID", refusalTexts.senderMissing(shown, registeredSender.says));
  return { senderId, originationNumber };
};
