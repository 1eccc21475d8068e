import { describe, expect, test } from "vitest";
import type { PhoneNumber } from "../../../src/domain/phone/phone-number.js";
import {
  callerRange,
  defaultPumpingGuard,
  isKnownGood,
  isPumped,
  pumpingEvidence,
  pumpingWatches,
} from "../../../src/domain/otp/pumping-guard.js";

const number = "+919876543210" as PhoneNumber;
const [prefix, block] = defaultPumpingGuard.thresholds;
const names = (allow: readonly string[], caller?: string) =>
  pumpingWatches({ ...defaultPumpingGuard, allow }, number, caller).map(({ name }) => name);

test.each([
  ["the range, the block of 1,000 and the caller", [], "shop", ["+919876xxxxxx", "+919876543xxx", "caller:shop"]],
  ["no caller where nobody knows it", [], undefined, ["+919876xxxxxx", "+919876543xxx"]],
  ["nothing of an allowed range", ["+9198"], "shop", []],
  ["nothing of an allowed caller", ["caller:shop"], "shop", []],
  ["all where others are allowed", ["+44", "caller:bank"], "shop", ["+919876xxxxxx", "+919876543xxx", "caller:shop"]],
])("watched is %s", (_, allow, caller, watched) => expect(names(allow, caller)).toEqual(watched));

describe("from 50 sent in an hour on, fewer than 10 % verified are refused", () => {
  test.each([
    ["49 sent, none entered: too few to tell", 49, 0, false],
    ["50 sent, none entered", 50, 0, true],
    ["50 sent, 4 entered: 8 %", 50, 4, true],
    ["50 sent, 5 entered: 10 %", 50, 5, false],
    ["1,000 sent, 99 entered: 9.9 %", 1_000, 99, true],
    ["1,000 sent, 100 entered", 1_000, 100, false],
    ["more entered than sent: a refund came late", 0, 3, false],
  ])("%s", (_, sent, verified, pumped) => expect(isPumped(prefix!, { sent, verified })).toBe(pumped));
});

test("the evidence names range, counts, ratio and window, and no whole number", () => {
  const watch = { threshold: block!, name: "+919876543xxx" };
  const entry = pumpingEvidence(watch, { sent: 50, verified: 2 });
  expect(entry).toMatchObject({
    rule: "otp-pumping/block",
    verdict: "refuse",
    observed: "+919876543xxx: 50 sent, 2 verified (4 %) in 60 min",
  });
  expect(JSON.stringify(entry)).not.toContain(number);
  expect(pumpingEvidence(watch, { sent: 0, verified: 0 })).toMatchObject({ verdict: "pass" });
});

describe("a range is known to be good to a caller", () => {
  test.each([
    ["nothing sent, nothing known", 0, 0, false],
    ["one text, and its code was entered", 1, 1, true],
    ["10 % were entered", 50, 5, true],
    ["less than 10 %", 51, 5, false],
    ["texts and no code", 50, 0, false],
  ])("%s", (_, sent, verified, good) => expect(isKnownGood(prefix!, { sent, verified })).toBe(good));

  test.each<[string, string, string | undefined, string | undefined]>([
    ["by the caller and a million numbers", number, "shop", "caller:shop +919876"],
    ["by no more than the start of a short number", "+2901234", "shop", "caller:shop +2"],
    ["not where nobody knows who asks", number, undefined, undefined],
  ])("%s", (_, to, caller, range) => expect(callerRange(to as PhoneNumber, caller)).toBe(range));
});

test("what is refused and what is allowed say at which counts that changes", () => {
  const said = (sent: number) => pumpingEvidence({ threshold: block!, name: "x" }, { sent, verified: 0 });
  expect(said(50).consequence).toMatch(/^Refused from 50 sent on while fewer than 10 % are verified; allow-list it/);
  expect(said(49).consequence).toBe("Allowed below 50 sent, or from 10 % verified on");
  expect(said(0).observed).toBe("x: 0 sent, 0 verified (–) in 60 min");
});
