import { describe, expect, test } from "vitest";
import type { Decision } from "../../../../src/domain/decision/decision.js";
import { decided, template } from "../../../support/decisions.js";
import { aTemplate, byName } from "../../../support/some-facts.js";

const templates = byName(
  aTemplate("order", {
    class: "transactional",
    variables: {
      number: { type: "text", maxLength: 20 },
      name: { type: "text", maxLength: 20, optional: true },
      at: { type: "datetime", optional: true },
    },
    texts: {
      en: "Order {number}{?name} for {name}{/}{?at} at {at}{/}",
      hi: "ऑर्डर {number}{?name} {name}{/}{?at} {at}{/}",
    },
    dlt: { en: { templateId: "1107", entityId: undefined, text: "Order {#var#} for {#var#}" } },
  }),
);

const lines = ({ trace }: Decision, rule: string): readonly string[] =>
  trace
    .filter((entry) => entry.rule === rule)
    .map(({ verdict, observed, consequence }) => `${verdict} ${observed}: ${consequence}`);
const made = (variables: Readonly<Record<string, unknown>>, request: object = {}, facts: object = {}) =>
  decided({ content: template("order", { number: "1", ...variables }), ...request }, { templates, ...facts });

describe("what was changed of values is told by variable and kind, never by value", () => {
  test.each<[string, Readonly<Record<string, unknown>>, readonly string[]]>([
    ["nothing", { name: "Asha" }, []],
    ["a line break", { name: "Asha\nRao" }, ["pass name: white space folded"]],
    ["a mark of direction", { name: "Asha\u202e" }, ["pass name: characters left out that are not drawn"]],
    ["a long name", { name: "Asha ".repeat(20).trim() }, ["pass name: shortened"]],
    [
      "all of it, in two values",
      { number: "1\t2", name: `\u200b${"Asha\n".repeat(20)}` },
      [
        "pass number: white space folded",
        "pass name: characters left out that are not drawn, white space folded, shortened",
      ],
    ],
  ])("%s", (_, variables, said) => {
    const found = lines(made(variables), "values");
    expect(found).toEqual(said);
    expect(found.join()).not.toContain("Asha");
  });
});

describe("the clock of a text", () => {
  const at = "2026-11-24T06:00:00Z";
  const zones = (found: Decision) => lines(found, "time-zone");

  test.each<[string, string, Readonly<Record<string, unknown>>, object, readonly (string | RegExp)[]]>([
    ["one zone leaves no doubt", "+919876543210", { at }, {}, []],
    [
      "of several, the main one's, and the doubt is told",
      "+351912345678",
      { at },
      {},
      [
        "warning 2 time zones, Europe/Lisbon among them: the text shows the clock where most people with such a number live; the person's timeZone would be right",
      ],
    ],
    ["a text that shows no clock raises no doubt", "+351912345678", {}, {}, []],
    ["nor does one whose person says the zone", "+351912345678", { at }, { timeZone: "Atlantic/Azores" }, []],
    [
      "a zone that is none is left out, and told",
      "+919876543210",
      { at },
      { timeZone: "India" },
      ["warning no IANA zone: the person's timeZone is left out: send one such as Asia/Kolkata"],
    ],
  ])("%s", (_, to, variables, request, said) => expect(zones(made(variables, { to, ...request }))).toEqual(said));
});

describe("a language that is not registered in India", () => {
  test.each<[string, object, object, readonly string[]]>([
    [
      "falls back where texts must be registered",
      { locale: "hi" },
      { entityId: "1501" },
      ["warning hi: no text in hi is registered, so the one in en goes"],
    ],
    ["goes as it is without an entity id", { locale: "hi" }, {}, []],
    ["goes as it is elsewhere", { locale: "hi", to: "+4915123456789" }, { entityId: "1501" }, []],
    ["is no matter for whoever reads the registered one", { locale: "en-IN" }, { entityId: "1501" }, []],
  ])("%s", (_, request, facts, said) =>
    expect(lines(made({ name: "Asha" }, request, facts), "registered-text")).toEqual(said),
  );
});

test("thirty faults are named, and the rest is counted", () => {
  const unknown = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`v${at}`, 1]));
  const [line] = lines(made(unknown(30)), "template");
  expect(line).toMatch(/^refuse order, 30 faults: .*v29 is no variable/u);
  expect(line).not.toMatch(/ more/u);
  expect(lines(made(unknown(32)), "template")[0]).toMatch(/v29 is no variable[^;]*; and 2 more; correct them\.$/u);
});
