import { longestPrefix } from "../../phone/digit-trie.js";
import { type Judgement, note, refuse, ruleOf } from "../judgement.js";
import { masked, parsePhoneNumber } from "../../phone/phone-number.js";
import { refusalTexts } from "../refusal-texts.js";

/** The number is one, and of a type that gets texts; what follows from it: its country, that country's rules, its zones. */
export const checkNumber = (judgement: Judgement): void => {
  const { plan, facts, request } = judgement;
  const number = parsePhoneNumber(request.to, facts.defaultCountry);
  if (typeof number === "string") {
    refuse(judgement, "number", `${number}, ${request.to.length} characters`, refusalTexts.numberInvalid(number));
    return;
  }
  const { e164, country, type = "unknown" } = number;
  plan.to = e164;
  plan.country = country;
  judgement.shown = masked(e164);
  judgement.rule = ruleOf(facts.rules, country);
  judgement.zones = longestPrefix(facts.rules.zones, e164, 1) ?? judgement.zones;
  const observed = `${country ?? "no country"} ${type} ${judgement.shown}`;
  if (facts.numberTypes.has(type)) note(judgement, "pass", "number", observed, "a number that gets texts");
  else refuse(judgement, "number", observed, refusalTexts.numberType(judgement.shown, type));
};
