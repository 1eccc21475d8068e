import { cited, type Judgement, note, refuse } from "./judgement.js";
import { refusalTexts } from "./refusal-texts.js";

/** Amazon SNS, sender IDs: 3 to 11 letters, digits or hyphens, at least one letter. */
const format = /^(?=.*[A-Za-z])[A-Za-z0-9-]{3,11}$/u;
const formatRule = "a sender ID has 3 to 11 letters, digits or hyphens, and at least one letter";

/** What is wrong with a sender ID's spelling in the recipient's country, as the end of a sentence. */
const misspelling = ({ rule: { senderFormat } }: Judgement, sender: string): string | undefined => {
  if (!format.test(sender)) return formatRule;
  return senderFormat === undefined || senderFormat.pattern.test(sender) ? undefined : cited(senderFormat);
};

/** A sender ID that cannot be used: refused where the request named it, left out where it is only the operator's default. */
const unusable = (judgement: Judgement, id: string, observed: string, says: string, malformed: boolean): undefined => {
  if (judgement.request.senderId === undefined)
    note(judgement, "warning", id, observed, `the sender ID is left out: ${says}`);
  else
    refuse(
      judgement,
      id,
      observed,
      malformed ? refusalTexts.senderFormat(says) : refusalTexts.senderUnsupported(judgement.shown, says),
    );
};

/** The sender ID that the text may carry, or undefined. */
const usableSender = (judgement: Judgement): string | undefined => {
  const { facts, plan, request, rule, shown, template } = judgement;
  const own = template?.sender ?? facts.senderId;
  const sender = request.senderId ?? own;
  const id = rule.sender?.id ?? "sender";
  if (sender === undefined) {
    note(judgement, "pass", id, "no sender ID", "the network shows a number or a shared name");
    return undefined;
  }
  const fault = misspelling(judgement, sender);
  if (fault !== undefined) return unusable(judgement, rule.senderFormat?.id ?? id, "not a sender ID", fault, true);
  if (rule.sender === undefined) {
    const country = plan.country ?? "this destination";
    note(judgement, "warning", id, sender, `nothing is on record about sender IDs in ${country}`);
    return sender;
  }
  const says = cited(rule.sender);
  switch (rule.sender.support) {
    case "allowed":
      note(judgement, "pass", id, sender, says);
      return sender;
    case "replaced":
      note(judgement, "warning", id, sender, says);
      return sender;
    case "none":
      return unusable(judgement, id, sender, says, false);
    case "registered": {
      const foreign = sender !== template?.sender && sender !== facts.senderId;
      if (foreign && rule.scamLabel !== undefined)
        refuse(judgement, rule.scamLabel.id, sender, refusalTexts.senderUnregistered(shown, cited(rule.scamLabel)));
      else if (foreign) note(judgement, "warning", id, sender, `it must be registered: ${says}`);
      else note(judgement, "pass", id, sender, `the operator's own: ${says}`);
      return sender;
    }
  }
};

/** Who the text comes from: a sender ID, or the dedicated number, as the country has it. */
export const checkSender = (judgement: Judgement): void => {
  const { facts, plan, rule, shown } = judgement;
  if (plan.to === undefined) return;
  const { dedicatedNumber, registeredSender } = rule;
  plan.senderId = usableSender(judgement);
  plan.originationNumber = plan.senderId === undefined ? facts.originationNumber : undefined;
  if (dedicatedNumber !== undefined && plan.originationNumber === undefined)
    refuse(
      judgement,
      dedicatedNumber.id,
      "no dedicated number",
      refusalTexts.dedicatedNumber(shown, cited(dedicatedNumber)),
    );
  if (registeredSender !== undefined && plan.senderId === undefined)
    refuse(judgement, registeredSender.id, "no sender ID", refusalTexts.senderMissing(shown, cited(registeredSender)));
};
