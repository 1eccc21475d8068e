import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { consentClasses, type ConsentEntry, consentSources } from "../../../src/domain/consent/consent-entry.js";
import { consentLanes, keptEntries, latestOf, mergeConsent } from "../../../src/domain/consent/number-consent.js";
import { isListed, hasConsented, standingOf } from "../../../src/domain/consent/consent-standing.js";
import { scopeOf } from "../../../src/domain/consent/consent-scope.js";
import { readConsentScope } from "../../../src/adapters/files/consent-scope.js";
import { runs } from "../../support/property-runs.js";

const entry = (changed: Partial<ConsentEntry>): ConsentEntry => ({
  evidenceId: `${changed.state ?? "opted-out"}-${changed.at ?? 1}-${changed.source ?? "keyword"}-${changed.class ?? "promotional"}`,
  class: "promotional",
  state: "opted-out",
  at: 1,
  source: "keyword",
  by: null,
  sealed: "sealed",
  hash: "hash",
  ...changed,
});

const entries = fc.array(
  fc
    .record({
      class: fc.constantFrom(...consentClasses),
      state: fc.constantFrom("opted-out", "opted-in", "consented", "withdrawn"),
      at: fc.integer({ min: 0, max: 40 }),
      source: fc.constantFrom(...consentSources),
      sealed: fc.constantFrom("sealed", null),
    })
    .map((changed) =>
      entry({ ...changed, evidenceId: `${changed.class}-${changed.state}-${changed.at}-${changed.source}` }),
    ),
  { maxLength: 80 },
);

describe("what is known of a number", () => {
  test("any order, repetition and grouping of the same entries ends in the same state", () => {
    fc.assert(
      fc.property(entries, fc.infiniteStream(fc.nat()), (told, picks) => {
        const whole = mergeConsent({}, told);
        const shuffled = [...told, ...told.slice(0, 10)]
          .map((one) => ({ one, at: picks.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ one }) => one);
        expect(shuffled.reduce((known, one) => mergeConsent(known, [one]), {})).toEqual(whole);
        const half = Math.floor(shuffled.length / 2);
        const [first, second] = [mergeConsent({}, shuffled.slice(0, half)), mergeConsent({}, shuffled.slice(half))];
        expect(mergeConsent(first, Object.values(second).flat())).toEqual(whole);
      }),
      { numRuns: runs(500) },
    );
  });

  test("what decides is never pruned, and what is kept is bounded", () => {
    fc.assert(
      fc.property(entries, (told) => {
        const merged = mergeConsent({}, told);
        for (const ofClass of consentClasses) {
          expect(merged[ofClass]?.length ?? 0).toBeLessThanOrEqual(keptEntries + consentLanes.length + 1);
          for (const lane of consentLanes) {
            const all = { [ofClass]: told.filter((one) => one.class === ofClass).sort((a, b) => a.at - b.at) };
            expect(latestOf(merged, ofClass, lane)?.at).toBe(latestOf(all, ofClass, lane)?.at);
          }
        }
      }),
      { numRuns: runs(300) },
    );
  });

  test("the newest are kept, and behind them the latest of each kind, however old", () => {
    const stops = Array.from({ length: 20 }, (_, at) => entry({ at: 100 + at }));
    const [early, late] = [10, 20].map((at) => entry({ at, state: "consented" }));
    const listed = entry({ at: 1, source: "aws" });
    const merged = mergeConsent({}, [...stops, listed, late!, early!]);
    expect(merged).toEqual({ promotional: [listed, late, ...stops.slice(-keptEntries)] });
    expect(mergeConsent(merged, [entry({ at: 50 })])).toEqual(merged);
  });

  test("a consent with its proof is kept behind any number of wishes without one", () => {
    const proofs = [10, 20].map((at) => entry({ at, state: "consented" }));
    const wishes = Array.from({ length: 30 }, (_, at) => entry({ at: 100 + at, state: "opted-in" }));
    const merged = [...proofs, ...wishes].reduce((known, one) => mergeConsent(known, [one]), {});
    expect(merged).toEqual({ promotional: [proofs[1], ...wishes.slice(-keptEntries)] });
    expect(hasConsented(merged, "promotional")).toBe(true);
  });

  test("of one instant, entries stand in the order of their ids, whichever came first", () => {
    const told = ["b", "a", "c", "d"].map((evidenceId) => entry({ evidenceId, at: 5 }));
    for (const order of [told, told.toReversed()])
      expect(mergeConsent({}, order).promotional?.map(({ evidenceId }) => evidenceId)).toEqual(["a", "b", "c", "d"]);
  });

  test.each<[string, readonly Partial<ConsentEntry>[], Partial<ConsentEntry> | undefined]>([
    ["nothing, where nobody said anything", [], undefined],
    ["the word for this class, later than that for all", [{ at: 6 }, { at: 5, class: "all" }], { at: 6 }],
    ["the word for all, later than that for this class", [{ at: 5 }, { at: 6, class: "all" }], { at: 6, class: "all" }],
    ["of one instant, the word for this class", [{ at: 5, class: "all" }, { at: 5 }], { at: 5 }],
    [
      "a person's START, later than AWS's list let go",
      [
        { at: 7, state: "opted-in" },
        { at: 6, state: "opted-in", source: "aws", class: "all" },
      ],
      { at: 7, state: "opted-in" },
    ],
    [
      "AWS's list, where it let go last",
      [
        { at: 6, state: "opted-in" },
        { at: 7, state: "opted-in", source: "aws", class: "all" },
      ],
      { at: 7, state: "opted-in", source: "aws", class: "all" },
    ],
  ])("the choice that counts is %s", (_, told, by) => {
    expect(standingOf(mergeConsent({}, told.map(entry)), "promotional").by).toEqual(by && entry(by));
  });

  test.each<[string, readonly Partial<ConsentEntry>[], boolean]>([
    ["nobody said anything", [], false],
    ["an opt-out", [{ at: 5 }], true],
    ["an opt-in after it", [{ at: 5 }, { at: 6, state: "opted-in" }], false],
    ["a late replay of an old START", [{ at: 5 }, { at: 4, state: "opted-in" }], true],
    ["equal instants: opted out wins", [{ at: 5 }, { at: 5, state: "opted-in" }], true],
    ["of another class", [{ at: 5, class: "transactional" }], false],
    ["of all classes", [{ at: 5, class: "all" }], true],
    [
      "all, and this class again later",
      [
        { at: 5, class: "all" },
        { at: 6, state: "consented" },
      ],
      false,
    ],
    [
      "a consent withdrawn",
      [
        { at: 5, state: "consented" },
        { at: 6, state: "withdrawn" },
      ],
      true,
    ],
    ["on AWS's list", [{ at: 5, source: "aws", class: "all" }], true],
    [
      "off AWS's list",
      [
        { at: 5, source: "aws", class: "all" },
        { at: 6, source: "aws", class: "all", state: "opted-in" },
      ],
      false,
    ],
    [
      "off AWS's list, and stopped by the person",
      [{ at: 3 }, { at: 5, source: "aws", class: "all" }, { at: 6, source: "aws", class: "all", state: "opted-in" }],
      true,
    ],
    [
      "a START after the list was read",
      [
        { at: 5, source: "aws", class: "all" },
        { at: 6, class: "all", state: "opted-in" },
      ],
      false,
    ],
    [
      "the list read again after a START still names it",
      [
        { at: 5, source: "aws", class: "all" },
        { at: 6, class: "all", state: "opted-in" },
        { at: 7, source: "aws", class: "all" },
      ],
      true,
    ],
  ])("%s: opted out %#", (_, told, optedOut) => {
    expect(standingOf(mergeConsent({}, told.map(entry)), "promotional").optedOut).toBe(optedOut);
  });

  test("what was forgotten of an entry stays forgotten, whichever copy comes first", () => {
    const [whole, bare] = [entry({ at: 5 }), entry({ at: 5, sealed: null })];
    for (const told of [
      [whole, bare],
      [bare, whole],
    ])
      expect(mergeConsent({}, told).promotional).toEqual([{ ...whole, sealed: null }]);
  });

  test("a sweep adds a number once, and again after the person came back", () => {
    const listed = mergeConsent({}, [entry({ at: 5, source: "aws", class: "all" })]);
    expect([isListed({}), isListed(listed)]).toEqual([false, true]);
    expect(isListed(mergeConsent(listed, [entry({ at: 6, class: "all", state: "opted-in" })]))).toBe(false);
  });
});

describe("what a STOP is about", () => {
  const policy = readConsentScope("data/consent-scope.json");
  const consented = mergeConsent({}, [entry({ class: "transactional", state: "consented" })]);

  test.each<[string, string | undefined, boolean, boolean, readonly string[]]>([
    ["elsewhere: what is optional", "IN", false, false, ["promotional"]],
    ["an unknown country: the same", undefined, false, false, ["promotional"]],
    ["the United States: what nobody consented to as well", "US", false, false, ["promotional", "transactional"]],
    ["the United States, with consent", "US", false, true, ["promotional"]],
    ["everything, codes among it", "IN", true, false, ["all"]],
  ])("%s", (_, country, everything, agreed, classes) => {
    const known = agreed ? consented : {};
    expect(scopeOf(policy, country, everything, (ofClass) => hasConsented(known, ofClass))).toEqual(classes);
  });
});
