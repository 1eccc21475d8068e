import type { Rule, SenderRule } from "../../country/country-rules.js";
import { type Judgement, note, refuse } from "../judgement.js";
import type { Refusal } from "../refusal.js";
import { refusalTexts } from "../refusal-texts.js";

/** Amazon SNS, sender IDs: 3 to 11 letters, digits or hyphens, at least one letter. */
const format = /^(?=.*[A-Za-z])[A-Za-z0-9-]{3,11}$/u;
const formatSays = "a sender ID has 3 to 11 letters, digits or hyphens, and at least one letter";

type About = Rule | "sender";

/** A sender ID that cannot be used: refused where the request named it, left out where it is only the operator's default. */
const unusable = (judgement: Judgement, about: About, observed: string, says: string, refusal: Refusal): undefined => {
  if (judgement.request.senderId !== undefined) refuse(judgement, about, observed, refusal);
  else note(judgement, "warning", about, observed, `the sender ID is left out: ${says}`);
};

/** Anybody's sender ID where only registered ones are shown. */
const registered = (judgement: Judgement, sender: string, rule: SenderRule): void => {
  const { facts, shown, template } = judgement;
  const { scamLabel } = judgement.rule;
  if (sender === template?.sender || sender === facts.senderId)
    note(judgement, "pass", rule, sender, `the operator's own: ${rule.says}`);
  else if (scamLabel !== undefined)
    refuse(judgement, scamLabel, sender, refusalTexts.senderUnregistered(shown, scamLabel.says));
  else note(judgement, "warning", rule, sender, `it must be registered: ${rule.says}`);
};

/** The sender ID that the text may carry, or undefined. */
const usableSender = (judgement: Judgement): string | undefined => {
  const { facts, plan, request, rule, shown, template } = judgement;
  const sender = request.senderId ?? template?.sender ?? facts.senderId;
  const about = rule.sender ?? "sender";
  if (sender === undefined) {
    note(judgement, "pass", about, "no sender ID", "the network shows a number or a shared name");
    return undefined;
  }
  if (!format.test(sender))
    return unusable(judgement, about, "not a sender ID", formatSays, refusalTexts.senderFormat(formatSays));
  const { senderFormat } = rule;
  if (senderFormat !== undefined && !senderFormat.pattern.test(sender))
    return unusable(judgement, senderFormat, sender, senderFormat.says, refusalTexts.senderFormat(senderFormat.says));
  if (rule.sender === undefined) {
    const country = plan.country ?? "this destination";
    note(judgement, "warning", about, sender, `nothing is on record about sender IDs in ${country}`);
    return sender;
  }
  const { says, support } = rule.sender;
  if (support === "none") return unusable(judgement, about, sender, says, refusalTexts.senderUnsupported(shown, says));
  if (support === "registered") registered(judgement, sender, rule.sender);
  else if (rule.dlt !== undefined && facts.entityId !== undefined)
    note(judgement, "pass", about, sender, "by the local route it is shown as registered");
  else note(judgement, support === "allowed" ? "pass" : "warning", about, sender, says);
  return sender;
};

/** Who the text comes from: a sender ID, or the dedicated number, as the country has it. */
export const checkSender = (judgement: Judgement): void => {
  const { facts, plan, rule, shown } = judgement;
  if (plan.to === undefined) return;
  const { dedicatedNumber, registeredSender } = rule;
  plan.senderId = usableSender(judgement);
  plan.originationNumber = plan.senderId === undefined ? facts.originationNumber : undefined;
  if (dedicatedNumber !== undefined && plan.originationNumber === undefined)
    refuse(judgement, dedicatedNumber, "no number", refusalTexts.dedicatedNumber(shown, dedicatedNumber.says));
  if (registeredSender !== undefined && plan.senderId === undefined)
    refuse(judgement, registeredSender, "no sender ID", refusalTexts.senderMissing(shown, registeredSender.says));
};
