import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { aNote, anId, type JournalStage, stageParkedBytes } from "./journal-stage.js";

const leaseMs = 30_000;

/** What every schedule keeps; each test has an empty one. */
export const scheduleContract = (name: string, openStage: () => Promise<JournalStage>) =>
  describe(`${name} as a Schedule`, () => {
    let stage: JournalStage;
    beforeEach(async () => {
      stage = await openStage();
    });
    afterEach(() => stage.close());

    const dueIn = (ms: number) => new Date(stage.now() + ms);
    const parked = async (due: Date, body = "body", id = anId()) => {
      const opened = await stage.journal.open(id, "orders/0/1", "resend-once", 10_000, new Date(0));
      const token = opened.kind === "go" ? opened.token : 0;
      expect(await stage.journal.park(id, token, due, Buffer.from(body), aNote)).toBe("parked");
      return id;
    };
    const take = async (limit = 100) => (await stage.schedule.take(limit, leaseMs)).map(({ messageId }) => messageId);

    test("nothing is taken before it is due", async () => {
      await parked(dueIn(60_000));
      expect(await take()).toEqual([]);
      stage.advance(60_000);
      expect(await take()).toHaveLength(1);
    });

    test("an entry comes as it was parked, oldest first", async () => {
      const dues = [3_000, 1_000, 2_000].map(dueIn);
      const ids = [await parked(dues[0]!, "c"), await parked(dues[1]!, "a\u0000ÿ"), await parked(dues[2]!, "b")];
      stage.advance(10_000);
      expect(await stage.schedule.take(100, leaseMs)).toEqual([
        { messageId: ids[1], due: dues[1], body: Buffer.from("a\u0000ÿ") },
        { messageId: ids[2], due: dues[2], body: Buffer.from("b") },
        { messageId: ids[0], due: dues[0], body: Buffer.from("c") },
      ]);
    });

    test("no more than the limit, and the oldest ones", async () => {
      const ids: string[] = [];
      for (let at = 0; at < 12; at += 1) ids.push(await parked(dueIn(1_000 + at)));
      stage.advance(10_000);
      expect(await take(5)).toEqual(ids.slice(0, 5));
      expect(await take(5)).toEqual(ids.slice(5, 10));
      expect(await take(5)).toEqual(ids.slice(10));
    });

    test("what was taken comes back when the lease is over, unless it is done", async () => {
      const due = dueIn(1_000);
      const kept = await parked(due);
      const finished = await parked(due);
      stage.advance(2_000);
      expect((await take()).sort()).toEqual([kept, finished].sort());
      expect(await take()).toEqual([]);
      await stage.schedule.done(finished, due);
      stage.advance(leaseMs);
      expect(await take()).toEqual([kept]);
    });

    test("each entry goes to one of many takers", async () => {
      const ids: string[] = [];
      for (let at = 0; at < 40; at += 1) ids.push(await parked(dueIn(1_000)));
      stage.advance(2_000);
      const taken = (await Promise.all(Array.from({ length: 10 }, () => take(20)))).flat();
      let last = await take();
      while (last.length > 0) {
        taken.push(...last);
        last = await take();
      }
      expect(taken.sort()).toEqual(ids.sort());
    });

    test("an entry stays until it is done, however long that takes", async () => {
      const due = dueIn(1_000);
      const id = await parked(due);
      for (let times = 0; times < 5; times += 1) {
        stage.advance(3 * 86_400_000);
        expect(await take()).toEqual([id]);
      }
    });

    test("done leaves an entry that was parked again for later", async () => {
      const due = dueIn(1_000);
      const id = await parked(due);
      stage.advance(2_000);
      await take();
      await stage.journal.open(id, "due", "resend-once", 10_000, new Date(0));
      const later = dueIn(60_000);
      expect(await stage.journal.park(id, 2, later, Buffer.from("again"), aNote)).toBe("parked");
      await stage.schedule.done(id, due);
      expect(await take()).toEqual([]);
      stage.advance(60_000);
      expect(await stage.schedule.take(1, leaseMs)).toEqual([
        { messageId: id, due: later, body: Buffer.from("again") },
      ]);
      await stage.schedule.done(id, later);
      expect(await stage.schedule.size()).toEqual({ entries: 0, bytes: 0 });
    });

    test("done can be repeated, and knows nothing of strangers", async () => {
      const due = dueIn(1_000);
      const id = await parked(due);
      await stage.schedule.done(id, due);
      await stage.schedule.done(id, due);
      await stage.schedule.done(anId(), due);
      expect(await stage.schedule.size()).toEqual({ entries: 0, bytes: 0 });
    });

    test("a watch stands beside a message; repeating it changes nothing but its due", async () => {
      const id = anId();
      await stage.schedule.watch(id, dueIn(1_000), Buffer.from("first"));
      const before = await stage.schedule.size();
      const due = dueIn(5_000);
      await stage.schedule.watch(id, due, Buffer.from("second"));
      expect(await stage.schedule.size()).toEqual(before);
      stage.advance(2_000);
      expect(await take()).toEqual([]);
      stage.advance(5_000);
      expect(await stage.schedule.take(1, leaseMs)).toEqual([{ messageId: id, due, body: Buffer.from("first") }]);
    });

    test("invariant 7: parked bytes are capped; beyond the cap nothing changes, and room that is made is used", async () => {
      const body = Buffer.alloc(3_000, 7);
      const due = dueIn(60_000);
      const ids: string[] = [];
      let refused = "";
      while (refused === "") {
        const id = anId();
        await stage.journal.open(id, "orders/0/1", "resend-once", 10_000, new Date(0));
        const answer = await stage.journal.park(id, 1, due, body, aNote);
        if (answer === "parked") ids.push(id);
        else refused = id;
        expect(["parked", "full"]).toContain(answer);
        expect(ids.length * body.length).toBeLessThanOrEqual(stageParkedBytes);
      }
      const { entries, bytes } = await stage.schedule.size();
      expect(entries).toBe(ids.length);
      expect(bytes).toBeLessThanOrEqual(stageParkedBytes);
      expect(await stage.journal.read(refused)).toMatchObject({ state: "open" });
      for (const id of ids) await stage.schedule.done(id, due);
      expect(await stage.journal.park(refused, 1, due, body, aNote)).toBe("parked");
    });

    test("size counts entries and their bytes", async () => {
      expect(await stage.schedule.size()).toEqual({ entries: 0, bytes: 0 });
      await parked(dueIn(1_000), "x".repeat(100));
      const { entries, bytes } = await stage.schedule.size();
      expect(entries).toBe(1);
      expect(bytes).toBeGreaterThanOrEqual(100);
    });
  });
