import { expect, test } from "vitest";
import { readTemplates } from "../../../src/adapters/files/templates.js";
import type { Template, TemplateVariable } from "../../../src/domain/template/template.js";
import { decided, template } from "../../support/decisions.js";
import { exampleValues } from "../../support/nasty-values.js";

const templates = readTemplates("templates");

/** Far more than any variable takes. */
const texts = {
  "words of GSM-7": "The Very Long Name of a Restaurant by the Sea and of its Street ".repeat(10),
  "words of another script": "बहुत लंबा नाम और पता जो खत्म नहीं होता ".repeat(20),
  "typographic quotes": "Joe’s “Best” – ".repeat(30),
  "one word without end": "X".repeat(400),
  "pictures alone": "🍕".repeat(200),
};
const url = `https://yourapp.com/track/${"a".repeat(174)}`;

const longest = ({ type, shorten, choices }: TemplateVariable, text: string, example: unknown): unknown => {
  if (type === "text") return shorten && choices === undefined ? text : example;
  return type === "url" ? url : type === "money" ? 99_999_999_999.99 : example;
};

const cases = [...templates.values()].flatMap((of) =>
  [...of.texts.keys()]
    .filter(() => [...of.variables.values()].some(({ type }) => type === "text"))
    .flatMap((locale) => Object.entries(texts).map(([name, text]) => [of.name, locale, name, of, text] as const)),
);

/** What is too long alone was tried; together, they silence nobody either. */
test.each<readonly [string, string, string, Template, string]>(cases)(
  "%s in %s goes with every value as long as it may be: %s",
  (_, locale, __, of, text) => {
    const examples = exampleValues(of);
    const variables = Object.fromEntries(
      [...of.variables].map(([name, variable]) => [name, longest(variable, text, examples[name])]),
    );
    const decision = decided({ content: template(of.name, variables), locale }, { templates });
    expect(decision.kind === "refuse" ? decision.refusal : decision.kind).toBe("send");
  },
);
