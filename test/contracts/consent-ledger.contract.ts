import { createHash } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type ConsentLedger,
  optInAgainMs,
  optInClaimMs,
  replyAgainMs,
  replyMs,
} from "../../src/application/ports/consent-ledger.js";
import {
  type ConsentEntry,
  consentClasses,
  consentSources,
  consentStates,
} from "../../src/domain/consent/consent-entry.js";
import { standingOf } from "../../src/domain/consent/consent-standing.js";
import { mergeConsent } from "../../src/domain/consent/number-consent.js";

/** A ledger whose clock only the test moves on; `other` is another worker's over the same store. */
export interface ConsentStage {
  readonly ledger: ConsentLedger;
  readonly other: ConsentLedger;
  advance(ms: number): void;
  close(): Promise<void>;
}

let serial = 0;
/** As a keyed hash looks: every first letter, and so every shard, comes up. */
const someone = (): string => {
  serial += 1;
  return createHash("sha256").update(`number ${serial}`).digest("base64url").slice(0, 22);
};
const idOf = (name: string): string => createHash("sha256").update(name).digest("hex").slice(0, 32);

const entry = (changed: Partial<ConsentEntry> = {}): ConsentEntry => {
  const whole = { class: "promotional", state: "opted-out", at: 1_000, source: "keyword", ...changed } as const;
  return {
    evidenceId: idOf(`${whole.class} ${whole.state} ${whole.at} ${whole.source}`),
    by: "stop",
    sealed: "c2VhbGVk",
    hash: "a-hash",
    ...whole,
  };
};
const listed = (at: number, state: "opted-out" | "opted-in" = "opted-out") =>
  entry({ class: "all", source: "aws", state, at, by: null });

export const consentLedgerContract = (name: string, open: () => Promise<ConsentStage>) =>
  describe(`${name} as a ConsentLedger`, () => {
    let stage: ConsentStage;
    let ledger: ConsentLedger;
    beforeAll(async () => {
      stage = await open();
      ledger = stage.ledger;
    });
    afterAll(() => stage?.close());

    test("nothing is whole before it was rebuilt, and again once it is doubted", async () => {
      const who = someone();
      const ask = { who, class: "otp", messageId: undefined } as const;
      expect([await ledger.position(), (await ledger.read(who)).whole, (await ledger.ask(ask)).whole]).toEqual([
        undefined,
        false,
        false,
      ]);
      await ledger.rebuilt("topic 12");
      expect([await stage.other.position(), (await ledger.read(who)).whole]).toEqual(["topic 12", true]);
      await stage.other.doubt();
      expect([await ledger.position(), (await ledger.ask(ask)).whole]).toEqual([undefined, false]);
      await ledger.rebuilt("topic 13");
    });

    test("the latest consent with its proof is kept behind any number of wishes without one", async () => {
      const who = someone();
      const proofs = [10, 20].map((at) => entry({ at, state: "consented" }));
      const wishes = Array.from({ length: 30 }, (_, at) => entry({ at: 100 + at, state: "opted-in" }));
      for (const one of [...proofs, ...wishes]) await ledger.record({ who, entries: [one] });
      const kept = mergeConsent({}, [...proofs, ...wishes]);
      expect(kept.promotional?.[0]).toEqual(proofs[1]);
      expect((await stage.other.read(who)).consent).toEqual(kept);
    });

    test("a choice is told with since when, by whom and which evidence", async () => {
      await ledger.rebuilt("topic 13");
      const who = someone();
      const told = entry({ at: 5_000 });
      expect(await ledger.record({ who, entries: [told] })).toEqual({ promotional: [told] });
      expect(await stage.other.read(who)).toEqual({ whole: true, consent: { promotional: [told] } });
      const { by, ...answer } = await ledger.ask({ who, class: "promotional", messageId: undefined });
      expect(answer).toEqual({ optedOut: true, whole: true, permitted: false });
      expect(by).toMatchObject({ at: 5_000, evidenceId: told.evidenceId, source: "keyword", state: "opted-out" });
      expect(await ledger.ask({ who, class: "transactional", messageId: undefined })).toMatchObject({
        optedOut: false,
      });
    });

    test("any order and repetition ends as the rules say, and every class is asked as they say", async () => {
      const told = fc.array(
        fc
          .record({
            class: fc.constantFrom(...consentClasses),
            state: fc.constantFrom(...consentStates),
            at: fc.integer({ min: 0, max: 30 }),
            source: fc.constantFrom(...consentSources),
          })
          .map((changed) => entry(changed)),
        { minLength: 1, maxLength: 60 },
      );
      await fc.assert(
        fc.asyncProperty(told, async (entries) => {
          const who = someone();
          const [half, rest] = [entries.slice(0, entries.length / 2), entries.slice(entries.length / 2)];
          await Promise.all([ledger.record({ who, entries: rest }), stage.other.record({ who, entries: half })]);
          const known = await ledger.record({ who, entries: half });
          expect(known).toEqual(mergeConsent({}, entries));
          for (const ofClass of ["promotional", "transactional", "otp"] as const) {
            const { optedOut, by } = await ledger.ask({ who, class: ofClass, messageId: undefined });
            const expected = standingOf(known, ofClass);
            expect([optedOut, by?.evidenceId]).toEqual([expected.optedOut, expected.by?.evidenceId]);
          }
        }),
        { numRuns: 40 },
      );
    });

    test("what is sealed can be forgotten, the choice stays", async () => {
      const who = someone();
      const told = entry();
      await ledger.record({ who, entries: [told] });
      const forgotten = { promotional: [{ ...told, sealed: null }] };
      expect(await ledger.record({ who, entries: [{ ...told, sealed: null }] })).toEqual(forgotten);
      expect(await ledger.record({ who, entries: [told] })).toEqual(forgotten);
    });

    test("thousands at once are all there, and are listed page by page, each once", async () => {
      const whos = Array.from({ length: 1_000 }, someone);
      await ledger.recordAll(whos.map((who) => ({ who, entries: [entry()] })));
      const found: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await stage.other.list(170, cursor);
        expect(page.numbers.length).toBeLessThanOrEqual(170);
        found.push(...page.numbers.map(({ who }) => who));
        cursor = page.next;
      } while (cursor !== undefined);
      expect(new Set(found).size).toBe(found.length);
      expect(whos.filter((who) => !found.includes(who))).toEqual([]);
      const answers = await Promise.all(
        whos.map((who) => ledger.ask({ who, class: "promotional", messageId: undefined })),
      );
      expect(answers.every(({ optedOut }) => optedOut)).toBe(true);
    });

    test("one reply of a kind a day is permitted, and passes for five minutes", async () => {
      const who = someone();
      const passes = async (messageId: string) =>
        (await ledger.ask({ who, class: "transactional", messageId })).permitted;
      const answers = await Promise.all(
        ["a", "b", "c"].map((id, at) => (at === 1 ? stage.other : ledger).permitReply(who, "opt-out", id)),
      );
      expect(answers.filter(Boolean)).toHaveLength(1);
      const [one, ...others] = ["a", "b", "c"].sort(
        (x, y) => Number(answers["abc".indexOf(y)]) - Number(answers["abc".indexOf(x)]),
      );
      expect(await ledger.permitReply(who, "opt-out", one!)).toBe(true);
      expect([await passes(one!), await passes(others[0]!), await ledger.permitReply(who, "help", "h")]).toEqual([
        true,
        false,
        true,
      ]);
      stage.advance(replyMs);
      expect(await passes(one!)).toBe(false);
      expect(await ledger.permitReply(who, "opt-out", "later")).toBe(false);
      stage.advance(replyAgainMs - replyMs);
      expect(await ledger.permitReply(who, "opt-out", "a day later")).toBe(true);
    });

    test("who was only answered is no entry of the ledger", async () => {
      const who = someone();
      await ledger.permitReply(who, "help", "h");
      const { numbers } = await ledger.list(100_000);
      expect(numbers.some((one) => one.who === who)).toBe(false);
    });

    test("AWS's one opt-in in 30 days is taken once, and given back where AWS did not take it", async () => {
      const who = someone();
      const both = await Promise.all([ledger.claimOptIn(who), stage.other.claimOptIn(who)]);
      expect(both.map(({ claimed }) => claimed).sort()).toEqual([false, true]);
      await ledger.endOptIn(who, true);
      stage.advance(optInAgainMs - 60_000);
      expect(await ledger.claimOptIn(who)).toMatchObject({ claimed: false, from: expect.any(Date) });
      stage.advance(60_000);
      expect(await ledger.claimOptIn(who)).toEqual({ claimed: true });
      await ledger.endOptIn(who, false);
      expect(await ledger.claimOptIn(who)).toEqual({ claimed: true });
    });

    test("a claim of AWS's opt-in that nobody ends is over after a minute", async () => {
      const who = someone();
      expect(await ledger.claimOptIn(who)).toEqual({ claimed: true });
      stage.advance(optInClaimMs - 1_000);
      expect(await stage.other.claimOptIn(who)).toMatchObject({ claimed: false });
      stage.advance(1_000);
      expect(await stage.other.claimOptIn(who)).toEqual({ claimed: true });
    });

    test("a sweep tells who left AWS's list, and nobody whom only the person's own word keeps away", async () => {
      const [left, kept, keyword, back] = [someone(), someone(), someone(), someone()];
      await ledger.recordAll([
        { who: left, entries: [listed(1_000)] },
        { who: kept, entries: [listed(1_000)] },
        { who: keyword, entries: [entry()] },
        { who: back, entries: [listed(1_000), entry({ class: "all", state: "opted-in", at: 1_001 })] },
      ]);
      await ledger.seen([kept, keyword, back], 7);
      const unseen = await stage.other.unseen(7);
      expect([left, kept, keyword, back].filter((who) => unseen.includes(who))).toEqual([left]);
      await ledger.record({ who: left, entries: [listed(2_000, "opted-in")] });
      expect(await ledger.unseen(7)).not.toContain(left);
    });
  });
