import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createMemoryConsentLedger } from "../../../src/adapters/memory/consent-ledger.js";
import { createChangeConsent } from "../../../src/application/consent/change-consent.js";
import { createRebuildLedger } from "../../../src/application/consent/rebuild-ledger.js";
import { JournalUnavailable } from "../../../src/application/ports/journal.js";
import type { ConsentLog } from "../../../src/application/ports/consent-log.js";
import { consentClasses } from "../../../src/domain/consent/consent-entry.js";
import type { ConsentChanged } from "../../../src/application/notifications/consent-changed.js";
import { consentStage } from "../../support/consent-stage.js";
import { ManualClock } from "../../support/manual-clock.js";
import { runs } from "../../support/property-runs.js";
import { silentLog } from "../../support/silent-log.js";

const numbers = Array.from({ length: 20 }, (_, at) => `+9198765432${String(at).padStart(2, "0")}`);
const epoch = Date.parse("2026-11-01T00:00:00Z");

const changes = fc.array(
  fc.record({
    to: fc.constantFrom(...numbers),
    class: fc.constantFrom(...consentClasses),
    choice: fc.constantFrom("opt-in" as const, "opt-out" as const),
    at: fc.integer({ min: 0, max: 500 }).map((minute) => new Date(epoch + minute * 60_000).toISOString()),
  }),
  { minLength: 200, maxLength: 200 },
);

/** What `sms.consent` keeps once it is compacted: the last record of each key. */
const compacted = (stage: ReturnType<typeof consentStage>): ConsentLog => ({
  replay: async (_, take) => {
    const last = new Map(
      stage.published.filter(({ topic }) => topic === "sms.consent").map(({ key, value }) => [key, value] as const),
    );
    const batch = [...last.values()].map((value) => ({ value: Buffer.from(String(value)) }));
    await take(batch, { read: batch.length, total: batch.length });
    return "the end";
  },
});

const told = async (stage: ReturnType<typeof consentStage>, all: readonly ConsentChanged[]) => {
  const changeConsent = createChangeConsent(stage);
  for (const change of all) {
    const identity = JSON.stringify(change);
    await changeConsent({ change, identity, toldAt: stage.clock.now(), source: "api", by: null });
  }
};

const answers = async (stage: ReturnType<typeof consentStage>) =>
  Promise.all(
    numbers.flatMap((to) =>
      (["promotional", "transactional", "otp"] as const).map(async (of) => {
        const { optedOut, by } = await stage.standing(to, of);
        return { optedOut, since: by?.at, evidenceId: by?.evidenceId, source: by?.source };
      }),
    ),
  );

describe("the ledger, rebuilt from sms.consent", () => {
  test("200 choices of 20 numbers in any order, twice, end the same; emptied and replayed it gives the same answers", async () => {
    await fc.assert(
      fc.asyncProperty(changes, fc.infiniteStream(fc.nat()), async (all, picks) => {
        const shuffled = [...all, ...all]
          .map((one) => ({ one, at: picks.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ one }) => one);
        const [first, second] = [consentStage(), consentStage()];
        await told(first, all);
        await told(second, shuffled);
        const expected = await answers(first);
        expect(await answers(second)).toEqual(expected);

        const emptied = createMemoryConsentLedger({ clock: new ManualClock() });
        const again = consentStage({ ledger: emptied });
        const rebuild = createRebuildLedger({
          clock: again.clock,
          consentLedger: emptied,
          consentLog: compacted(second),
          log: silentLog,
        });
        await rebuild.run(new AbortController().signal);
        expect(await answers(again)).toEqual(expected);
        expect(await emptied.position()).toBe("the end");
      }),
      { numRuns: runs(50) },
    );
  });

  test("a choice that comes while it is rebuilt waits: the topic never holds a part of a person's choices", async () => {
    const before = consentStage();
    const [to] = numbers;
    await told(before, [{ to: to!, class: "promotional", choice: "opt-out", at: "2026-11-01T00:00:00Z" }]);
    const emptied = createMemoryConsentLedger({ clock: new ManualClock() });
    const again = consentStage({ ledger: emptied });
    const late = { to: to!, class: "promotional", choice: "opt-in", at: "2026-11-02T00:00:00Z" } as const;
    await expect(told(again, [late])).rejects.toThrow(JournalUnavailable);
    expect(again.published).toEqual([]);
    const needs = { clock: again.clock, consentLedger: emptied, log: silentLog };
    await createRebuildLedger({ ...needs, consentLog: compacted(before) }).run(new AbortController().signal);
    await told(again, [late]);
    const { entries } = JSON.parse(String(again.published.at(-1)!.value));
    expect(entries.map(({ state }: { state: string }) => state)).toEqual(["opted-out", "opted-in"]);
  });

  test("while it is rebuilt it says so, and a record that is none of ours stops nothing", async () => {
    const clock = new ManualClock();
    const consentLedger = createMemoryConsentLedger({ clock });
    let during: readonly string[] = [];
    let fails = true;
    const rebuild = createRebuildLedger({
      clock,
      consentLedger,
      consentLog: {
        replay: async (_, take) => {
          await take([{ value: null }, { value: Buffer.from("no json") }], { read: 2, total: 10 });
          during = rebuild.troubles();
          if (fails) {
            fails = false;
            queueMicrotask(() => void clock.advance(500));
            throw new Error("the broker is away");
          }
          return "12";
        },
      },
      log: silentLog,
    });
    const run = rebuild.run(new AbortController().signal);
    expect(rebuild.run(new AbortController().signal)).toBe(run);
    while (rebuild.troubles().length > 0 || (await consentLedger.position()) === undefined) {
      await new Promise((resolve) => setImmediate(resolve));
      await clock.advance(500);
    }
    await run;
    expect(during).toEqual(["the consent ledger is being rebuilt from sms.consent: 2 of 10 records"]);
    expect(rebuild.troubles()).toEqual([]);
  });
});
