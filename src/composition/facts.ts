import type { Config } from "../adapters/environment/config.js";
import { readPrices } from "../adapters/files/prices.js";
import { readRules } from "../adapters/files/rules.js";
import type { TemplateStore } from "../adapters/files/template-store.js";
import type { Limits } from "../application/ports/limits.js";
import type { DeploymentFacts } from "../domain/decision/deployment-facts.js";
import { shipped } from "./shipped.js";

/** Number types a text may go to unless an operator says otherwise. */
const numberTypes: ReadonlySet<string> = new Set(["MOBILE", "FIXED_LINE_OR_MOBILE"]);

/**
 * The files and settings that `decide` looks at: read once, templates again when they were reloaded. Throws where a
 * file is faulty.
 */
export const createFacts = (
  config: Config,
  templates: Pick<TemplateStore, "current">,
  limits: () => Limits,
): (() => DeploymentFacts) => {
  const fixed = {
    defaultCountry: config.SMS_DEFAULT_COUNTRY,
    allowedCountries: config.allowedCountries,
    numberTypes,
    prices: readPrices(config.SMS_PRICE_BOOK ?? shipped("data/price-book.json")),
    rules: readRules(shipped("data")),
    senderId: config.SMS_SENDER_ID,
    originationNumber: config.SMS_ORIGINATION_NUMBER,
    entityId: config.SMS_ENTITY_ID,
    region: config.AWS_REGION,
  };
  const gathered = (): DeploymentFacts => ({
    ...fixed,
    templates: templates.current(),
    deadNumbers: limits().deadNumbers,
    unpriced: limits().unpriced ?? (config.SMS_UNPRICED === "refuse" ? "refuse" : "allow"),
  });
  let of = limits();
  let facts = gathered();
  return () => {
    if (facts.templates !== templates.current() || of !== limits()) {
      of = limits();
      facts = gathered();
    }
    return facts;
  };
};
