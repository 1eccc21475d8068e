import { expect, test } from "vitest";
import { decided, said, template, verdict } from "../../../support/decisions.js";
import { aTemplate, byName } from "../../../support/some-facts.js";

/** Two optional parts of 100 characters each behind a whole of up to 300. */
const long = aTemplate("long", {
  class: "transactional",
  maxParts: 1,
  leaveOut: ["second", "first"],
  variables: {
    whole: { type: "text", maxLength: 300 },
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
