import type { DltRule, Rule } from "../../country/country-rules.js";
import { dltVariableLimit, matchesDlt } from "../../template/dlt.js";
import { type Judgement, note, refuse } from "../judgement.js";
import { refusalTexts } from "../refusal-texts.js";

/** Everything that keeps a text from India's local route, each as a part of a sentence. */
const faultsOf = ({ facts, plan, template, values }: Judgement, rule: DltRule): readonly string[] => {
  const faults: string[] = [];
  if (facts.region !== undefined && !rule.regions.includes(facts.region))
    faults.push(`${facts.region} has no local route, ${rule.regions.join(" and ")} have`);
  if (template?.dlt === undefined)
    return [
      ...faults,
      template === undefined ? "a free text has no template id" : `${template.name} has no template id`,
    ];
  if (plan.text === undefined || matchesDlt(template, plan.text)) return faults;
  const long = [...values].filter(([, value]) => [...value].length > dltVariableLimit).map(([name]) => name);
  return [
    ...faults,
    long.length === 0
      ? `the text is not exactly the one registered for ${template.name}`
      : `${long.join(" and ")} of ${template.name} hold more than ${dltVariableLimit} characters`,
  ];
};

const checkApproval = (judgement: Judgement, rule: Rule): void => {
  if (judgement.request.content.kind === "template") note(judgement, "warning", rule, "a template", rule.says);
  else refuse(judgement, rule, "free text", refusalTexts.approvedTemplate(judgement.shown, rule.says));
};

const checkDlt = (judgement: Judgement, rule: DltRule, entityId: string): void => {
  const { facts, plan, shown, template } = judgement;
  const faults = faultsOf(judgement, rule);
  if (faults.length > 0) {
    refuse(judgement, rule, `${faults.length} in all`, refusalTexts.dlt(shown, faults.join("; ")));
    return;
  }
  // What could not be rendered cannot be compared.
  if (plan.text === undefined) return;
  plan.entityId = template?.dlt?.entityId ?? entityId;
  plan.templateId = template?.dlt?.templateId;
  if (plan.senderId === undefined)
    note(judgement, "warning", rule, "no sender ID", "AWS takes the local route only with a registered sender ID");
  else if (facts.region === undefined)
    note(judgement, "warning", rule, "AWS region unknown", `the local route needs ${rule.regions.join(" or ")}`);
  else note(judgement, "pass", rule, `${plan.senderId}, as registered`, rule.says);
};

/** Templates and entities that a country demands: India's DLT for an operator with an entity id, China's approval. */
export const checkTemplateRules = (judgement: Judgement): void => {
  const { approvedTemplates, dlt } = judgement.rule;
  const { entityId } = judgement.facts;
  if (approvedTemplates !== undefined) checkApproval(judgement, approvedTemplates);
  if (dlt === undefined) return;
  if (entityId !== undefined) checkDlt(judgement, dlt, entityId);
  else note(judgement, "warning", dlt, "no entity id", "DLT does not bind: the text goes by the international route");
};
