import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CampaignLedger, type CampaignRecord, chunkSize } from "../../src/application/ports/campaign-ledger.js";
import type { Because } from "../../src/domain/campaign/campaign-state.js";
import type { CampaignDefinition } from "../../src/domain/campaign/campaign-terms.js";
import { defaultPauseRule } from "../../src/domain/campaign/pause-rule.js";
import { codeOfEnd, recipientCodes, retriableCodes } from "../../src/domain/campaign/recipient-code.js";

interface LedgerStage {
  readonly ledger: CampaignLedger;
  advance(ms: number): Promise<void> | void;
  close(): Promise<void>;
}

const person: Because = { kind: "person", detail: "ops started it" };
const { cancelled, delivered, inDoubt, sent, undelivered, waiting } = recipientCodes;
const rejected = codeOfEnd("failed", "gateway-rejected");
const late = codeOfEnd("failed", "deadline-passed");
const unavailable = codeOfEnd("failed", "gateway-unavailable");

const aDefinition: CampaignDefinition = {
  ...{ campaignId: "", name: "Summer", uploadId: "u", hash: "h", variables: {}, class: "promotional" },
  ...{ weight: 1, variants: [], pauseOn: defaultPauseRule, caller: "ops", text: "Sale! Reply STOP to opt out" },
};

const sum = ({ byCode }: CampaignRecord): number => [...byCode.values()].reduce((all, one) => all + one, 0);

export const campaignLedgerContract = (name: string, open: () => Promise<LedgerStage>) =>
  describe(`${name} as a CampaignLedger`, () => {
    let stage: LedgerStage;
    let ledger: CampaignLedger;
    let made = 0;
    beforeAll(async () => {
      stage = await open();
      ({ ledger } = stage);
    });
    afterAll(() => stage?.close());

    const running = async (total: number, change: Partial<CampaignDefinition> = {}): Promise<string> => {
      made += 1;
      const campaignId = `c${made}`;
      await ledger.create({ definition: { ...aDefinition, campaignId, ...change }, terms: {}, total });
      await ledger.change(campaignId, ["checked"], "running", person);
      return campaignId;
    };
    const read = async (id: string): Promise<CampaignRecord> => (await ledger.read(id))!;
    const countOf = async (id: string, code: number): Promise<number> => (await read(id)).byCode.get(code) ?? 0;
    /** Takes a chunk and begins these positions. */
    const begin = async (id: string, positions: readonly number[], variants: readonly (number | undefined)[] = []) => {
      const chunk = (await ledger.take(id, 1_000))!;
      return { chunk, begun: await ledger.begin(id, chunk, positions, variants) };
    };
    const end = (id: string, index: number, code: number, generation = 0) =>
      ledger.end(id, [{ index, generation, code }]);

    test("made once: the same id again changes nothing", async () => {
      const campaign = { definition: { ...aDefinition, campaignId: "once" }, terms: { budgetMicros: 5 }, total: 3 };
      expect(await ledger.create(campaign)).toBe("created");
      expect(await ledger.create({ ...campaign, terms: {}, total: 9 })).toBe("known");
      expect(await read("once")).toMatchObject({ ...campaign, state: "checked", because: null });
      expect(await countOf("once", waiting)).toBe(3);
      expect(await ledger.list(undefined, 10)).toContain("once");
      expect(await ledger.active()).not.toContain("once");
      await ledger.change("once", ["checked"], "scheduled", person);
      expect(await ledger.active()).toContain("once");
      expect(await ledger.read("nobody")).toBeUndefined();
    });

    test("a new term stands beside those that it was made with, and those that others change", async () => {
      const terms = { startAt: "2026-11-22T10:00:00.000Z", budgetMicros: 5 };
      await ledger.create({ definition: { ...aDefinition, campaignId: "terms" }, terms, total: 1 });
      const most = Number.MAX_SAFE_INTEGER;
      const endAt = "2026-11-23T10:00:00.000Z";
      const versions = { a: "1" };
      await ledger.change("terms", ["checked"], "running", person, { terms: { versions } });
      await Promise.all(
        [{ budgetMicros: most }, { endAt, budgetMicros: undefined }].map((one) =>
          ledger.change("terms", ["running"], "running", person, { terms: one }),
        ),
      );
      expect((await read("terms")).terms).toEqual({ ...terms, budgetMicros: most, endAt, versions });
    });

    test("listed page by page, the newest first, each once although others come in between", async () => {
      const ids: string[] = [];
      for (let n = 0; n < 5; n += 1) {
        await stage.advance(2);
        ids.unshift(await running(1));
      }
      const [first = "", second = ""] = await ledger.list(undefined, 2);
      expect([first, second]).toEqual(ids.slice(0, 2));
      await stage.advance(2);
      const newer = await running(1);
      expect(await ledger.list(second, 3)).toEqual(ids.slice(2));
      expect(await ledger.list(undefined, 1)).toEqual([newer]);
      expect(await ledger.list("nobody", 3)).toEqual([]);
    });

    test.each<readonly [string, readonly (readonly [number, number, number?])[], number]>([
      ["sent is estimated", [[sent, 5]], 5],
      [
        "sent and told again costs once",
        [
          [sent, 5],
          [sent, 5],
        ],
        5,
      ],
      [
        "a receipt's price replaces the estimate",
        [
          [sent, 5],
          [delivered, 5, 7],
        ],
        7,
      ],
      [
        "a receipt without a price changes nothing",
        [
          [sent, 5],
          [delivered, 5],
        ],
        5,
      ],
      [
        "a second receipt changes nothing",
        [
          [sent, 5],
          [undelivered, 5, 7],
          [delivered, 5, 9],
        ],
        7,
      ],
      [
        "a receipt that overtakes what it is of",
        [
          [delivered, 5, 7],
          [sent, 5],
        ],
        7,
      ],
      ["nobody knows whether it went out: it may cost", [[inDoubt, 5]], 5],
      [
        "in doubt, then sent",
        [
          [inDoubt, 5],
          [sent, 5],
        ],
        5,
      ],
      [
        "in doubt, then surely not sent",
        [
          [inDoubt, 5],
          [unavailable, 5],
        ],
        0,
      ],
      ["refused costs nothing", [[unavailable, 5]], 0],
    ])("its cost: %s", async (_, words, cost) => {
      const id = await running(2);
      await begin(id, [0, 1]);
      for (const [code, estimatedMicros, actualMicros] of words)
        await ledger.end(id, [{ index: 0, generation: 0, code, estimatedMicros, actualMicros }]);
      expect((await read(id)).costMicros).toBe(cost);
    });

    test("a state changes only from those that are named, and each change is told once, in order", async () => {
      const id = await running(2);
      expect(await ledger.change(id, ["checked"], "running", person)).toBe(false);
      expect(await ledger.change(id, ["running"], "paused", null, { terms: { budgetMicros: 7 } })).toBe(true);
      expect(await read(id)).toMatchObject({ state: "paused", because: null, terms: { budgetMicros: 7 } });
      const first = (await ledger.untold(id))!;
      expect(first).toMatchObject({ state: "running", because: person, byCode: new Map([[waiting, 2]]) });
      await ledger.told(id, first.version);
      await ledger.told(id, first.version);
      const second = (await ledger.untold(id))!;
      expect(second).toMatchObject({ state: "paused", because: null });
      await ledger.told(id, second.version);
      expect(await ledger.untold(id)).toBeUndefined();
    });

    test("a chunk is one worker's until its lease is over; then the older token begins nothing", async () => {
      const id = await running(chunkSize + 1);
      const [one, other] = [(await ledger.take(id, 1_000))!, (await ledger.take(id, 1_000))!];
      expect([one.chunk, other.chunk].sort()).toEqual([0, 1]);
      expect([one.codes.length, other.codes.length].sort()).toEqual([1, chunkSize]);
      expect(await ledger.take(id, 1_000)).toBeUndefined();
      await stage.advance(1_001);
      const again = [(await ledger.take(id, 60_000))!, (await ledger.take(id, 60_000))!];
      const mine = again.find(({ chunk }) => chunk === one.chunk)!;
      expect(await ledger.begin(id, one, [0], [])).toEqual({ kind: "stop" });
      expect(await ledger.begin(id, mine, [0], [])).toEqual({ kind: "begun", positions: [0], waitMs: 0 });
      expect(await ledger.begin(id, mine, [0], [])).toEqual({ kind: "begun", positions: [], waitMs: 0 });
    });

    test("what is left behind of a chunk waits again when it is due, and a chunk without waiting ones is done", async () => {
      const id = await running(2);
      const { chunk } = await begin(id, [0]);
      await ledger.leave(id, chunk, 5_000);
      expect(await ledger.take(id, 1_000)).toBeUndefined();
      await stage.advance(5_001);
      const again = (await ledger.take(id, 1_000))!;
      await ledger.begin(id, again, [1], []);
      await ledger.leave(id, again, 0);
      expect(await ledger.take(id, 1_000)).toBeUndefined();
      await ledger.putBack(id, 0, 0, 2_000);
      expect(await ledger.take(id, 1_000)).toBeUndefined();
      await stage.advance(2_001);
      expect([...(await ledger.take(id, 1_000))!.codes]).toEqual([0, 1]);
    });

    test.each([
      ["before the others of its chunk", 60_000, 2_000],
      ["at once", 60_000, 0],
      ["behind its chunk's lease, and alone", undefined, 30_000],
      ["behind the others of its chunk", 2_000, 30_000],
    ] as const)("one that is put back during the lease and due %s", async (_, othersMs, backMs) => {
      const id = await running(2);
      const { chunk } = await begin(id, othersMs === undefined ? [0, 1] : [0]);
      await ledger.putBack(id, 0, 0, backMs);
      await ledger.leave(id, chunk, othersMs);
      const first = Math.min(backMs, othersMs ?? backMs);
      if (first > 0) {
        await stage.advance(first - 500);
        expect(await ledger.take(id, 1_000)).toBeUndefined();
        await stage.advance(501);
      }
      expect([...(await ledger.take(id, 1_000))!.codes]).toEqual([0, othersMs === undefined ? 1 : 0]);
    });

    test("one that is retried during the lease is due at once, though its chunk is left for longer", async () => {
      const id = await running(2);
      const { chunk } = await begin(id, [0]);
      await end(id, 0, unavailable);
      await ledger.retry(id, retriableCodes);
      await ledger.leave(id, chunk, 60_000);
      expect([...(await ledger.take(id, 1_000))!.generations]).toEqual([1, 0]);
    });

    test("one that was retried since its chunk was taken begins only with the next taking", async () => {
      const id = await running(2);
      const { chunk } = await begin(id, [0]);
      await ledger.endWaiting(id, late);
      await ledger.retry(id, retriableCodes);
      expect(await ledger.begin(id, chunk, [1], [])).toEqual({ kind: "begun", positions: [], waitMs: 0 });
      await ledger.leave(id, chunk, undefined);
      const again = (await ledger.take(id, 1_000))!;
      expect(await ledger.begin(id, again, [1], [])).toMatchObject({ positions: [1] });
    });

    test("nobody waits again in a campaign that was cancelled", async () => {
      const id = await running(1);
      await begin(id, [0]);
      await ledger.change(id, ["running"], "cancelled", person);
      await end(id, 0, unavailable);
      expect(await ledger.retry(id, retriableCodes)).toBe(0);
      expect(await countOf(id, unavailable)).toBe(1);
    });

    test("a paused campaign begins nothing and gives no chunk", async () => {
      const id = await running(3);
      const { chunk } = await begin(id, [0]);
      await ledger.change(id, ["running"], "paused", person);
      expect(await ledger.begin(id, chunk, [1, 2], [])).toEqual({ kind: "stop" });
      await stage.advance(2_000);
      expect(await ledger.take(id, 1_000)).toBeUndefined();
      expect(await countOf(id, 1)).toBe(1);
    });

    test("an end counts once, moves on to what says more, and never goes back", async () => {
      const id = await running(3);
      await begin(id, [0, 1, 2]);
      await end(id, 0, sent);
      await end(id, 0, sent);
      await end(id, 0, delivered);
      await end(id, 0, sent);
      await end(id, 1, inDoubt);
      await end(id, 1, rejected);
      await end(id, 1, unavailable);
      await end(id, 2, sent, 1);
      const record = await read(id);
      expect(sum(record)).toBe(3);
      expect([delivered, rejected, 1].map((code) => record.byCode.get(code))).toEqual([1, 1, 1]);
      expect(record.state).toBe("running");
      await ledger.end(id, [
        { index: 2, generation: 0, code: sent },
        { index: 99, generation: 0, code: sent },
      ]);
      expect(await read(id)).toMatchObject({ state: "finished", because: { kind: "done" } });
      await end(id, 2, delivered);
      expect(await read(id)).toMatchObject({ state: "finished" });
      expect(await countOf(id, delivered)).toBe(2);
    });

    test("recipients in work of whom nobody says a word are found, by one asker at a time", async () => {
      const id = await running(2);
      await begin(id, [0]);
      await stage.advance(600);
      await ledger.keep(id, [0]);
      await stage.advance(600);
      expect(await ledger.leftBehind(id, 1_000)).toBeUndefined();
      await stage.advance(600);
      expect([...(await ledger.leftBehind(id, 1_000))!.codes]).toEqual([1, 0]);
      expect(await ledger.leftBehind(id, 1_000)).toBeUndefined();
      await end(id, 0, sent);
      await stage.advance(2_000);
      expect(await ledger.leftBehind(id, 1_000)).toBeUndefined();
    });

    test("cancelled, whoever waits ends so, and the campaign ends with the last one in work", async () => {
      const id = await running(chunkSize * 2);
      await begin(id, [0]);
      await ledger.change(id, ["running"], "cancelled", person);
      await ledger.endWaiting(id, cancelled);
      await ledger.endWaiting(id, cancelled);
      expect(await countOf(id, cancelled)).toBe(chunkSize * 2 - 1);
      expect((await read(id)).endedAt).toBeUndefined();
      await end(id, 0, sent);
      const record = await read(id);
      expect([record.state, sum(record), record.endedAt instanceof Date]).toEqual(["cancelled", chunkSize * 2, true]);
    });

    test("retried, only what can succeed waits again, in a generation of its own", async () => {
      const id = await running(4);
      await begin(id, [0, 1, 2, 3]);
      await end(id, 0, unavailable);
      await end(id, 1, rejected);
      await end(id, 2, inDoubt);
      await end(id, 3, sent);
      expect(await ledger.retry(id, retriableCodes)).toBe(1);
      expect(await ledger.retry(id, retriableCodes)).toBe(0);
      await end(id, 0, unavailable, 0);
      expect(await countOf(id, waiting)).toBe(1);
      expect(await ledger.change(id, ["finished"], "running", person)).toBe(true);
      const chunk = (await ledger.take(id, 1_000))!;
      expect([[...chunk.codes], [...chunk.generations]]).toEqual([
        [waiting, rejected, inDoubt, sent],
        [1, 0, 0, 0],
      ]);
      await ledger.begin(id, chunk, [0], []);
      await end(id, 0, sent, 1);
      expect(await read(id)).toMatchObject({ state: "finished" });
    });

    test("one that is over rests; one that goes on while it is put to rest stays active", async () => {
      const id = await running(1);
      await begin(id, [0]);
      await ledger.rest(id);
      expect(await ledger.active()).toContain(id);
      await end(id, 0, unavailable);
      await ledger.rest(id);
      expect(await ledger.active()).not.toContain(id);
      await ledger.retry(id, retriableCodes);
      // A worker that read it before this change puts it to rest behind it.
      await ledger.change(id, ["finished"], "running", person);
      await ledger.rest(id);
      expect(await ledger.active()).toContain(id);
    });

    test("variants are counted beside the whole", async () => {
      const id = await running(3, { variants: [{ name: "a", share: 50, text: "A" }] });
      await begin(id, [0, 1, 2], [0, undefined, 0]);
      await end(id, 0, sent);
      await end(id, 1, sent);
      await ledger.putBack(id, 2, 0, 0);
      const { byVariant } = await read(id);
      const counts = byVariant.get(0)!;
      expect([sent, 1, waiting].map((code) => counts.get(code) ?? 0)).toEqual([1, 0, 1]);
      await ledger.change(id, ["running"], "cancelled", person);
      await ledger.endWaiting(id, cancelled);
      expect((await read(id)).byVariant.get(0)!.get(cancelled)).toBe(1);
    });

    test("its rate lets a second's worth go, then tells how long to wait", async () => {
      const id = await running(5, { rate: 2 });
      const { chunk, begun } = await begin(id, [0, 1, 2]);
      expect(begun).toMatchObject({ kind: "begun", positions: [0, 1] });
      expect(await ledger.begin(id, chunk, [2], [])).toMatchObject({ positions: [] });
      await stage.advance(500);
      expect(await ledger.begin(id, chunk, [2], [])).toMatchObject({ positions: [2] });
    });

    test.each([
      ["four of twenty failed", 4, "running"],
      ["five of twenty failed", 5, "paused"],
    ])("failures pause it: %s", async (_, failed, state) => {
      const id = await running(20);
      await begin(id, [...Array(19).keys()]);
      for (let index = 0; index < failed; index += 1) await end(id, index, rejected);
      expect((await read(id)).state).toBe(state);
      if (state !== "paused") return;
      expect((await read(id)).because).toMatchObject({ kind: "failures" });
      await ledger.change(id, ["paused"], "running", person);
      await end(id, failed, rejected);
      expect((await read(id)).state).toBe("running");
    });

    test.each([0.5, 1e-3, 1e-17, Number.MIN_VALUE])(
      "a rate of %d lets one go, and waits no longer than a day",
      async (rate) => {
        const id = await running(3, { rate });
        const { begun } = await begin(id, [0, 1, 2]);
        expect(begun).toMatchObject({ positions: [0] });
        const { waitMs } = begun as { readonly waitMs: number };
        expect(waitMs).toBe(Math.min(Math.ceil(1_000 / rate), 86_400_000));
      },
    );

    test("opt-outs pause it, and the same person counts once", async () => {
      const id = await running(100);
      await begin(id, [...Array(60).keys()]);
      for (let index = 0; index < 60; index += 1) await end(id, index, sent);
      for (const index of [3, 4, 4, 3]) await ledger.optedOut(id, index);
      expect((await read(id)).state).toBe("running");
      await ledger.optedOut(id, 5);
      expect(await read(id)).toMatchObject({ state: "paused", because: { kind: "opt-outs" } });
    });

    test("whatever order words come in, the sum is the total", async () => {
      const id = await running(50);
      await begin(id, [...Array(50).keys()]);
      const codes = [sent, delivered, rejected, inDoubt, unavailable];
      const words = [...Array(50).keys()].flatMap((index) => codes.map((code, at) => ({ index, code, at })));
      words.sort((one, other) => ((one.index * 7 + one.at * 13) % 31) - ((other.index * 7 + other.at * 13) % 31));
      for (const { code, index } of words) {
        await ledger.end(id, [{ index, generation: 0, code }]);
        expect(sum(await read(id))).toBe(50);
      }
      expect(await countOf(id, delivered)).toBe(50);
      expect([...(await ledger.codes(id, 48, 5)).codes]).toEqual([delivered, delivered]);
    });
  });
