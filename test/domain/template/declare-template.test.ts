import { describe, expect, test } from "vitest";
import { declareTemplate } from "../../../src/domain/template/declare-template.js";
import type { TemplateDeclaration } from "../../../src/domain/template/template-declaration.js";

const declare = (declaration: Partial<TemplateDeclaration>) =>
  declareTemplate("greeting", "v1", { class: "transactional", texts: { en: "Hi" }, ...declaration });

const templateOf = (declaration: Partial<TemplateDeclaration>) => {
  const declared = declare(declaration);
  if ("faults" in declared) throw new Error(JSON.stringify(declared.faults));
  return declared.template;
};

test("what is left out has its default", () => {
  expect(templateOf({})).toEqual({
    name: "greeting",
    version: "v1",
    class: "transactional",
    variables: new Map(),
    texts: new Map([["en", { source: "Hi", pieces: [{ kind: "literal", text: "Hi" }], gsm: true }]]),
    dlt: undefined,
    sender: undefined,
    deadlineMs: undefined,
    maxParts: undefined,
    extraParts: 1,
    leaveOut: [],
    smartEncoding: true,
  });
});

test.each([
  ["text may be cut", "text", { maxLength: 160, whole: false, shorten: true, links: false }],
  ["money", "money", { maxLength: 24, whole: true, shorten: true, links: false }],
  ["date", "date", { maxLength: 24, whole: true, shorten: true, links: false }],
  ["time", "time", { maxLength: 16, whole: true, shorten: true, links: false }],
  ["datetime", "datetime", { maxLength: 40, whole: true, shorten: true, links: false }],
  ["url", "url", { maxLength: 200, whole: true, shorten: true, links: false }],
  ["code", "code", { maxLength: 32, whole: true, shorten: true, links: false }],
  ["integer", "integer", { maxLength: 16, whole: true, shorten: true, links: false }],
] as const)("a variable's defaults: %s", (_, type, defaults) => {
  const template = templateOf({ variables: { v: { type } }, texts: { en: "{v}" } });
  expect(template.variables.get("v")).toEqual({
    type,
    optional: false,
    example: undefined,
    choices: undefined,
    ...defaults,
  });
});

test.each([
  ["a code that YAML took for a number", "code", 123456, "123456"],
  ["a text too", "text", 5, "5"],
  ["an amount stays a number", "money", 549, 549],
  ["an integer too", "integer", 3, 3],
  ["a string stays", "code", "012", "012"],
] as const)("examples: %s", (_, type, given, example) => {
  const template = templateOf({ variables: { v: { type, example: given } }, texts: { en: "{v}" } });
  expect(template.variables.get("v")?.example).toBe(example);
});

test("what is given is kept", () => {
  const given = { maxLength: 7, optional: true, whole: true, shorten: false, links: true } as const;
  const dlt = { templateId: "1", entityId: "2", text: "Hi" };
  const rest = { sender: "ACME", deadlineMs: 1_000, maxParts: 2, extraParts: 0, leaveOut: ["v"] } as const;
  const template = templateOf({ variables: { v: { type: "text", ...given } }, dlt: { en: dlt }, ...rest });
  expect(template.dlt).toEqual(new Map([["en", dlt]]));
  expect(template).toMatchObject(rest);
  expect(template.variables.get("v")).toMatchObject(given);
});

test.each([
  ["by default", undefined, true],
  ["off", false, false],
])("smart encoding: %s", (_, smartEncoding, expected) => {
  expect(templateOf({ smartEncoding }).smartEncoding).toBe(expected);
});

test("a variable that chooses phrases takes their values, from sections and from every locale", () => {
  const template = templateOf({
    variables: { s: { type: "text" }, t: { type: "text" } },
    texts: { en: "{?t}{t} {s|a=A|b=B}{:}{s|b=b|a=a}{/}", hi: "{s|a=1|b=2}" },
  });
  expect(template.variables.get("s")?.choices).toEqual(["a", "b"]);
  expect(template.variables.get("t")?.choices).toBeUndefined();
});

test("two variables that choose phrases have each their own values", () => {
  const { variables } = templateOf({
    variables: { s: { type: "text" }, t: { type: "text" } },
    texts: { en: "{s|a=1|b=2}{t|c=3}", hi: "{t|c=3}{s|a=1|b=2}" },
  });
  expect([...variables.values()].map(({ choices }) => choices)).toEqual([["a", "b"], ["c"]]);
});

describe("faults", () => {
  test.each<[string, Partial<TemplateDeclaration>, readonly unknown[]]>([
    [
      "a registration without its text",
      { dlt: { hi: { templateId: "1", entityId: undefined, text: "x" } } },
      [{ path: ["dlt", "hi"], message: "there is no text in hi to register" }],
    ],
    [
      "what no text can do without",
      { variables: { v: { type: "text" } }, leaveOut: ["v", "w"] },
      ["v", "w"].map((name) => ({
        path: ["leaveOut"],
        message: `${name} is no optional variable, so no text can do without it`,
      })),
    ],
    [
      "keys of texts on other types",
      { variables: { v: { type: "url", shorten: true, links: true } } },
      ["shorten", "links"].map((key) => ({
        path: ["variables", "v", key],
        message: "belongs to variables of type text",
      })),
    ],
    [
      "no English text",
      { texts: { hi: "x" } },
      [{ path: ["texts"], message: "en is missing: every other locale falls back to it" }],
    ],
    [
      "a text that can't be read",
      { texts: { en: "{" } },
      [{ path: ["texts", "en"], message: "{ at 0 is never closed: write {{ for a brace" }],
    ],
    [
      "variables that nobody declared, each once, in sections and phrases too",
      { texts: { en: "{a}{a}{?b}{c}{:}{d|x=y}{/}" } },
      ["a", "b", "c", "d"].map((name) => ({ path: ["texts", "en"], message: `{${name}} is not among the variables` })),
    ],
    [
      "what every object inherits is not declared",
      { texts: { en: "{constructor}" } },
      [{ path: ["texts", "en"], message: "{constructor} is not among the variables" }],
    ],
    [
      "a phrase that one locale lacks",
      { variables: { s: { type: "text" } }, texts: { en: "{s|a=1|b=2}", hi: "{s|a=1}" } },
      [{ path: ["texts", "hi"], message: "{s|…} has no phrase for b" }],
    ],
    [
      "a phrase that one place of a text lacks",
      { variables: { s: { type: "text" } }, texts: { en: "{s|a=1|b=2}{s|b=1}" } },
      [{ path: ["texts", "en"], message: "{s|…} has no phrase for a" }],
    ],
    [
      "phrases chosen by a number",
      { variables: { s: { type: "integer" } }, texts: { en: "{s|1=one}" } },
      [{ path: ["variables", "s", "type"], message: "must be text, as a text chooses phrases by it" }],
    ],
    [
      "all at once",
      { texts: { hi: "{", fr: "{x}" } },
      [
        { path: ["texts", "hi"], message: "{ at 0 is never closed: write {{ for a brace" },
        { path: ["texts", "fr"], message: "{x} is not among the variables" },
        { path: ["texts"], message: "en is missing: every other locale falls back to it" },
      ],
    ],
  ])("%s", (_, declaration, faults) => {
    expect(declare(declaration)).toEqual({ faults });
  });
});
