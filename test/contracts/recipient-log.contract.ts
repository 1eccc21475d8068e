import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RecipientLog } from "../../src/application/ports/recipient-log.js";
import type { RecipientCap } from "../../src/domain/rate/recipient-caps.js";
import type { RecipientAsk } from "../../src/domain/rate/recipient-step.js";

/** A log whose clock only the test moves on; `others` are other workers' over the same store. */
export interface RecipientStage {
  readonly log: RecipientLog;
  readonly others: readonly RecipientLog[];
  advance(ms: number): void;
  close(): Promise<void>;
}

let serial = 0;
const someone = (): string => {
  serial += 1;
  return createHash("sha256").update(`number ${serial}`).digest("base64url").slice(0, 22);
};

const minute = 60_000;
const twoADay: RecipientCap = { of: "class", name: "promotional", window: "day", most: 2 };
const ask = (messageId: string, change: Partial<RecipientAsk> = {}): RecipientAsk => ({
  messageId,
  class: "promotional",
  template: "offer",
  caps: [twoADay],
  spacingMs: 0,
  horizonMs: 7 * 24 * 60 * minute,
  ...change,
});

export const recipientLogContract = (name: string, open: () => Promise<RecipientStage>): void => {
  describe(`texts to one number in ${name}`, () => {
    let stage: RecipientStage;
    beforeAll(async () => {
      stage = await open();
    });
    afterAll(() => stage.close());

    test("the cap's last text goes, the next is refused with when there is room again", async () => {
      const who = someone();
      expect(await stage.log.take(who, ask("a"))).toEqual({ kind: "taken", waitMs: 0, counts: [1] });
      stage.advance(60 * minute);
      await stage.log.take(who, ask("b"));
      const capped = await stage.log.take(who, ask("c"));
      expect(capped).toMatchObject({ kind: "capped", cap: twoADay, count: 2 });
      stage.advance(22 * 60 * minute);
      expect(await stage.log.take(who, ask("c"))).toMatchObject({ kind: "capped" });
      stage.advance(61 * minute);
      expect(await stage.log.take(who, ask("c"))).toMatchObject({ kind: "taken" });
      expect(await stage.log.take(who, ask("d"))).toMatchObject({ kind: "capped" });
    });

    test("the same message counts once, however often it asks; given back, it does not count", async () => {
      const who = someone();
      for (let n = 0; n < 3; n += 1) await stage.log.take(who, ask("a"));
      expect(await stage.log.counts(who, [twoADay])).toEqual([1]);
      await stage.log.giveBack(who, "a");
      await stage.log.giveBack(who, "a");
      expect(await stage.log.counts(who, [twoADay])).toEqual([0]);
    });

    test("a text that goes long after it was first asked for counts from when it goes", async () => {
      const who = someone();
      const oneADay: RecipientCap = { ...twoADay, most: 1 };
      const take = (id: string) => stage.log.take(who, ask(id, { caps: [oneADay] }));
      await take("late");
      stage.advance(20 * 60 * minute);
      expect(await take("late")).toEqual({ kind: "taken", waitMs: 0, counts: [1] });
      stage.advance(5 * 60 * minute);
      expect(await take("another")).toMatchObject({ kind: "capped", count: 1 });
      stage.advance(20 * 60 * minute);
      expect(await take("another")).toMatchObject({ kind: "taken" });
      // What waited for longer than a day finds its place taken.
      expect(await take("late")).toMatchObject({ kind: "capped", count: 1 });
    });

    test("a class's cap and a template's count their own texts only", async () => {
      const who = someone();
      const hourly: RecipientCap = { of: "template", name: "status", window: "hour", most: 1 };
      await stage.log.take(who, ask("a", { class: "transactional", template: "status", caps: [hourly] }));
      await stage.log.take(who, ask("b"));
      expect(await stage.log.counts(who, [twoADay, hourly])).toEqual([1, 1]);
      const again = await stage.log.take(who, ask("c", { class: "otp", template: "status", caps: [hourly] }));
      expect(again).toMatchObject({ kind: "capped", cap: hourly });
    });

    test("another number is another matter", async () => {
      const [first, second] = [someone(), someone()];
      for (const id of ["a", "b"]) await stage.log.take(first, ask(id));
      expect(await stage.log.take(second, ask("c"))).toMatchObject({ kind: "taken" });
    });

    test("texts asked for at once get places a second apart, and keep them; a code neither waits nor makes wait", async () => {
      const who = someone();
      const spaced = { caps: [], spacingMs: 1_000 };
      const places = async () => {
        const all: number[] = [];
        for (const id of ["a", "b", "c"]) {
          const taken = await stage.log.take(who, ask(id, spaced));
          all.push(taken.kind === "taken" ? taken.waitMs : -1);
        }
        return all;
      };
      const [first = -1, second = -1, third = -1] = await places();
      // A server's clock runs on between two questions.
      expect([first, second > 900 && second <= 1_000, third > 1_900 && third <= 2_000]).toEqual([0, true, true]);
      expect(await stage.log.take(who, ask("code", { class: "otp", caps: [] }))).toEqual({
        kind: "taken",
        waitMs: 0,
        counts: [],
      });
      stage.advance(2_000);
      // The second is late by a spacing, and the third is not: it waits its second behind the one that goes.
      expect(await stage.log.take(who, ask("b", spaced))).toMatchObject({ waitMs: 0 });
      const behind = await stage.log.take(who, ask("c", spaced));
      expect(behind.kind === "taken" && behind.waitMs > 900 && behind.waitMs <= 1_000).toBe(true);
      stage.advance(1_000);
      expect(await stage.log.take(who, ask("c", spaced))).toMatchObject({ waitMs: 0 });
    });

    test("texts that were held up together get places a second apart anew, each asks once more", async () => {
      const who = someone();
      const ids = ["a", "b", "c", "d", "e"];
      const spaced = { caps: [], spacingMs: 1_000 };
      const waits = async (asking: readonly string[]) => {
        const all: number[] = [];
        for (const id of asking) {
          const taken = await stage.log.take(who, ask(id, spaced));
          all.push(taken.kind === "taken" ? Math.ceil(taken.waitMs / 1_000) : -1);
        }
        return all;
      };
      expect(await waits(ids)).toEqual([0, 1, 2, 3, 4]);
      stage.advance(60_000);
      expect(await waits(ids)).toEqual([0, 1, 2, 3, 4]);
      for (const [at, id] of ids.slice(1).entries()) {
        stage.advance(1_000);
        expect(await waits([id, ...ids.slice(at + 2)])).toEqual(ids.slice(at + 1).map((_, n) => n));
      }
    });

    test("of many workers racing for the last places, exactly as many win as the cap allows", async () => {
      const who = someone();
      const workers = [stage.log, ...stage.others];
      const cap: RecipientCap = { of: "class", name: "promotional", window: "week", most: 5 };
      const asked = Array.from({ length: 60 }, (_, n) =>
        workers[n % workers.length]!.take(who, ask(`m-${n}`, { caps: [cap] })),
      );
      expect((await Promise.all(asked)).filter(({ kind }) => kind === "taken")).toHaveLength(5);
    });
  });
};
