import { expect, test } from "vitest";
import { decided, said, template, verdict } from "../../../support/decisions.js";
import { aTemplate, byName } from "../../../support/some-facts.js";

/** Two optional parts of 100 characters each behind a whole of up to 300. */
const long = aTemplate("long", {
  class: "transactional",
  maxParts: 1,
  leaveOut: ["second", "first"],
  variables: {
    whole: { type: "text", maxLength: 400 },
    first: { type: "text", maxLength: 100, optional: true },
    second: { type: "text", maxLength: 100, optional: true },
  },
  texts: { en: "{whole}{?first} 1{first}{/}{?second} 2{second}{/}" },
});

const outcome = (whole: number, first: number, second: number, request: object = {}) => {
  const of = (letter: string, count: number) => (count === 0 ? {} : letter.repeat(count));
  const variables = Object.fromEntries(
    [
      ["whole", of("w", whole)],
      ["first", of("f", first)],
      ["second", of("s", second)],
    ].filter(([, value]) => typeof value === "string"),
  );
  const decision = decided({ content: template("long", variables), ...request }, { templates: byName(long) });
  const text = decision.plan.text ?? "";
  return [
    verdict(decision),
    decision.plan.segments,
    text.includes(" 1"),
    text.includes(" 2"),
    said(decision, "optional-parts"),
  ];
};

test.each<[string, readonly [number, number, number], readonly unknown[]]>([
  ["what fits is whole", [50, 50, 50], ["send", 1, true, true, []]],
  ["the part named first goes first", [50, 50, 100], ["send", 1, true, false, ["warning"]]],
  ["only as many go as must", [50, 100, 100], ["send", 1, true, false, ["warning"]]],
  ["then the next", [155, 100, 100], ["send", 1, false, false, ["warning"]]],
  ["then the text takes one part more", [200, 100, 100], ["send", 2, false, false, ["warning"]]],
  ["a part that is not given cannot go", [150, 0, 100], ["send", 1, false, false, ["warning"]]],
])("%s", (_, [whole, first, second], expected) => expect(outcome(whole, first, second)).toEqual(expected));

test("what does not fit in one part more is refused", () => {
  expect(outcome(300, 0, 0)[0]).toBe("send");
  const short = { ...long, extraParts: 0 };
  const decision = decided({ content: template("long", { whole: "w".repeat(300) }) }, { templates: byName(short) });
  expect(verdict(decision)).toBe("message-too-long");
});

test("a caller's own bound is held, and takes no part more", () => {
  expect(outcome(200, 100, 100, { maxParts: 1 })[0]).toBe("message-too-long");
  expect(outcome(200, 0, 0, { maxParts: 2 }).slice(0, 2)).toEqual(["send", 2]);
});

/** 100, 100 and 155 characters: neither optional part fits beside the whole. */
const full = { whole: "w".repeat(155), first: "f".repeat(100), second: "s".repeat(100) };
const withNeeds = (needs?: readonly string[]) =>
  decided({ content: { ...template("long", full), needs } }, { templates: byName(long) });

test("what was left out is told by name, in the order in which it went, and each is an edit", () => {
  const { plan, trace } = withNeeds();
  expect(trace.find(({ rule }) => rule === "optional-parts")).toMatchObject({
    observed: "second, first",
    consequence: "left out, as the text took more than 1 part",
  });
  expect(plan.edits).toEqual([
    { variable: "second", offset: 0, before: full.second, after: "", why: "left-out" },
    { variable: "first", offset: 0, before: full.first, after: "", why: "left-out" },
  ]);
});

test("what this text needs is never left out: the other goes, and the text takes a part more", () => {
  const { plan, trace } = withNeeds(["second"]);
  expect([plan.segments, plan.text?.includes(" 1"), plan.text?.includes(" 2")]).toEqual([2, false, true]);
  expect(trace.filter(({ rule }) => rule === "optional-parts" || rule === "encoding")).toMatchObject([
    { verdict: "warning", observed: "first" },
    { verdict: "warning", consequence: "above the template's 1 part; it may take 1 more" },
  ]);
});

test("what the gateway would not take is told as that: ten parts are allowed, 630 units of UCS-2 are not ten parts", () => {
  const many = aTemplate("many", {
    class: "transactional",
    leaveOut: ["first"],
    variables: { whole: { type: "text", maxLength: 660 }, first: { type: "text", maxLength: 40, optional: true } },
    texts: { en: "{whole}{?first} 1{first}{/}" },
  });
  const variables = { whole: "я".repeat(610), first: "f".repeat(40) };
  const decision = decided({ content: template("many", variables) }, { templates: byName(many) });
  expect([verdict(decision), decision.plan.segments]).toEqual(["send", 10]);
  expect(decision.trace.find(({ rule }) => rule === "optional-parts")?.consequence).toBe(
    "left out, as the text took more than one message may have at the gateway",
  );
});

test("the refusal names the parts that would have gone", () => {
  const decision = decided({ content: template("long", { whole: "w".repeat(310) }) }, { templates: byName(long) });
  expect(decision.kind === "refuse" && decision.refusal.detail).toContain("takes 3 parts and 2 are allowed");
});

test("a registered text keeps every part: without one it is not what is registered", () => {
  const registered = aTemplate("long", {
    class: "transactional",
    maxParts: 1,
    leaveOut: ["first"],
    variables: { whole: { type: "text", maxLength: 300 }, first: { type: "text", maxLength: 100, optional: true } },
    texts: { en: "{whole}{?first} 1{first}{/}" },
    dlt: { en: { templateId: "1107", entityId: undefined, text: "{#var#} 1{#var#}" } },
  });
  const variables = { whole: "w".repeat(100), first: "f".repeat(100) };
  const { plan } = decided({ content: template("long", variables) }, { templates: byName(registered) });
  expect([plan.segments, plan.text?.includes(" 1")]).toEqual([2, true]);
});
