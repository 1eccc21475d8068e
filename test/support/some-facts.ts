import { readPrices } from "../../src/adapters/files/prices.js";
import { readRules } from "../../src/adapters/files/rules.js";
import { declareTemplate } from "../../src/domain/template/declare-template.js";
import type { DeploymentFacts } from "../../src/domain/decision/deployment-facts.js";
import type { TemplateDeclaration } from "../../src/domain/template/template-declaration.js";
import type { Template } from "../../src/domain/template/template.js";

const rules = readRules("data");
const prices = readPrices("data/price-book.json");

/** A template as its file would give it; throws what is wrong with the declaration. */
export const aTemplate = (name: string, declaration: TemplateDeclaration): Template => {
  const declared = declareTemplate(name, "v1", declaration);
  if ("faults" in declared) throw new Error(JSON.stringify(declared.faults));
  return declared.template;
};

export const byName = (...templates: readonly Template[]): ReadonlyMap<string, Template> =>
  new Map(templates.map((template) => [template.name, template]));

/** The facts of a service with nothing configured: shipped rules and prices, every country, no sender, no entity. */
export const someFacts = (given: Partial<DeploymentFacts> = {}): DeploymentFacts => ({
  defaultCountry: "IN",
  allowedCountries: "all",
  numberTypes: new Set(["MOBILE", "FIXED_LINE_OR_MOBILE"]),
  templates: new Map(),
  prices,
  unpriced: "allow",
  deadNumbers: "warn",
  rules,
  senderId: undefined,
  originationNumber: undefined,
  entityId: undefined,
  region: undefined,
  ...given,
});
