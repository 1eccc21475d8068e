import type { DltRule, Rule } from "../../country/country-rules.js";
import { dltFault, dltVariableLimit, tagsSaid } from "../../template/dlt.js";
import type { DltRegistration } from "../../template/template.js";
import { type After, note, refuse } from "../draft.js";
import type { Evidence } from "../evidence.js";
import { refusalTexts } from "../refusal-texts.js";

type Written = After<"number" | "content" | "encoding" | "sender">;

const unregistered: Evidence["templateRules"] = { entityId: undefined, templateId: undefined };

/** The registration of the text that goes out. */
const registrationOf = ({ content, template }: Written): DltRegistration | undefined =>
  content?.locale === undefined ? undefined : template?.dlt?.get(content.locale);

/** Everything that keeps a text from India's local route, each as a part of a sentence. */
const faultsOf = (draft: Written, rule: DltRule): readonly string[] => {
  const { content, encoding, facts, template } = draft;
  const faults: string[] = [];
  if (facts.region !== undefined && !rule.regions.includes(facts.region))
    faults.push(`${facts.region} has no local route, ${rule.regions.join(" and ")} have`);
  if (template === undefined) return [...faults, "a free text has no template id"];
  if (template.dlt === undefined) return [...faults, `${template.name} has no template id`];
  const registration = registrationOf(draft);
  if (encoding === undefined || registration === undefined) return faults;
  const long = [...(content?.values ?? [])]
    .filter(([, value]) => [...value].length > dltVariableLimit)
    .map(([name]) => name);
  switch (dltFault(registration, encoding.text)) {
    case undefined:
      return faults;
    case "tags":
      return [...faults, `a value of ${template.name} is not what its tag holds: ${tagsSaid(registration)}`];
    default:
      return [
        ...faults,
        long.length === 0
          ? `the text is not exactly the one registered for ${template.name}`
          : `${long.join(" and ")} of ${template.name} hold more than ${dltVariableLimit} characters`,
      ];
  }
};

const checkApproval = (draft: Written, rule: Rule): void => {
  if (draft.request.content.kind === "template") note(draft, "warning", rule, "a template", rule.says);
  else refuse(draft, rule, "free text", refusalTexts.approvedTemplate(draft.number.shown, rule.says));
};

const checkDlt = (draft: Written, rule: DltRule, entityId: string): Evidence["templateRules"] => {
  const { encoding, facts, number, sender } = draft;
  const registration = registrationOf(draft);
  const faults = faultsOf(draft, rule);
  if (faults.length > 0) {
    refuse(draft, rule, `${faults.length} in all`, refusalTexts.dlt(number.shown, faults.join("; ")));
    return unregistered;
  }
  // A text that could not be rendered cannot be compared.
  if (encoding === undefined) return unregistered;
  const { senderId } = sender;
  if (senderId === undefined)
    note(draft, "warning", rule, "no sender ID", "AWS takes the local route only with a registered sender ID");
  else if (facts.region === undefined)
    note(draft, "warning", rule, "AWS region unknown", `the local route needs ${rule.regions.join(" or ")}`);
  else note(draft, "pass", rule, `${senderId}, as registered`, rule.says);
  return { entityId: registration?.entityId ?? entityId, templateId: registration?.templateId };
};

/** Templates and entities that a country demands: India's DLT for an operator with an entity id, China's approval. */
export const checkTemplateRules = (draft: Written): Evidence["templateRules"] => {
  const { approvedTemplates, dlt } = draft.number.rule;
  const { entityId } = draft.facts;
  if (approvedTemplates !== undefined) checkApproval(draft, approvedTemplates);
  if (dlt === undefined) return unregistered;
  if (entityId !== undefined) return checkDlt(draft, dlt, entityId);
  note(draft, "warning", dlt, "no entity id", "DLT does not bind: the text goes by the international route");
  return unregistered;
};
