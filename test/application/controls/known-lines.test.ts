import { expect, test } from "vitest";
import { knownLines } from "../../../src/application/controls/known-lines.js";
import { noMoneyLimits } from "../../../src/domain/money/money-limits.js";
import { spendLinesOf } from "../../../src/domain/money/spend-line.js";
import { spendPeriodsAt } from "../../../src/domain/money/spend-periods.js";

const limits = {
  ...noMoneyLimits,
  month: 5,
  country: new Map([["US", { day: 3 }]]),
  caller: new Map([["shop", { day: 2 }]]),
};
const text = { class: "transactional", country: "US", caller: "shop", campaign: undefined } as const;
const noon = Date.UTC(2026, 10, 27, 12);
const fresh = (of: typeof limits, asked: Parameters<typeof knownLines>[1], at: number) =>
  spendLinesOf(of, asked, spendPeriodsAt(of.zone, at));

test("texts of one kind share their lines and books on one day", () => {
  const first = knownLines(limits, text, noon);
  expect(first.lines).toEqual(fresh(limits, text, noon));
  expect(first.books).toEqual(["2026-11", "2026-11-27"]);
  const second = knownLines(limits, { ...text }, noon + 60_000);
  expect(second.lines).toBe(first.lines);
  expect(second.books).toBe(first.books);
});

test.each([
  ["the next day has its own", limits, text, Date.UTC(2026, 10, 28)],
  ["a clock that was set back has its day", limits, text, Date.UTC(2026, 10, 26, 23)],
  ["another class", limits, { ...text, class: "otp" }, noon],
  ["another country", limits, { ...text, country: "DE" }, noon],
  ["another caller", limits, { ...text, caller: "bank" }, noon],
  ["a campaign", limits, { ...text, campaign: { id: "c", budgetMicros: 9 } }, noon],
  ["a campaign whose budget was raised", limits, { ...text, campaign: { id: "c", budgetMicros: 10 } }, noon],
  ["limits that were read again", { ...limits, month: 6 }, text, noon],
] as const)("what they are never comes from another kind, day or limits: %s", (_, of, asked, at) => {
  knownLines(limits, text, noon);
  knownLines(limits, { ...text, campaign: { id: "c", budgetMicros: 9 } }, noon);
  expect(knownLines(of, asked, at).lines).toEqual(fresh(of, asked, at));
});

test("callers without a limit are one kind, whatever an event gives for one", () => {
  const long = knownLines(limits, { ...text, caller: "x".repeat(100_000) }, noon);
  expect(knownLines(limits, { ...text, caller: "another" }, noon)).toBe(long);
  expect(knownLines(limits, { ...text, caller: undefined }, noon)).toBe(long);
  expect(long.lines).toEqual(fresh(limits, { ...text, caller: undefined } as unknown as typeof text, noon));
});

test("callers without end are told right, however many are remembered", () => {
  const callers = Array.from({ length: 2_500 }, (_, at) => `caller ${at}`);
  const of = { ...limits, caller: new Map([...limits.caller, ...callers.map((name) => [name, { day: 1 }] as const)]) };
  for (const caller of callers) knownLines(of, { ...text, caller } as unknown as typeof text, noon);
  expect(knownLines(of, text, noon).lines).toEqual(fresh(of, text, noon));
});

test.each<readonly [string, object, object]>([
  ["a caller of the name undefined", { caller: "undefined" }, { caller: undefined }],
  [
    "a campaign of the name undefined",
    { campaign: { id: "undefined", budgetMicros: undefined } },
    { campaign: undefined },
  ],
  [
    "a caller that is called as what follows it",
    { caller: "a|c", campaign: undefined },
    { caller: "a", campaign: { id: "c", budgetMicros: undefined } },
  ],
])("%s has lines of its own", (_, one, other) => {
  const asked = [one, other].map((change) => ({ ...text, ...change }) as typeof text);
  for (const order of [asked, asked.toReversed()]) {
    const of = {
      ...limits,
      caller: new Map([
        ["undefined", { day: 1 }],
        ["a|c", { day: 2 }],
      ]),
    };
    for (const each of order) expect(knownLines(of, each, noon).lines).toEqual(fresh(of, each, noon));
  }
});
