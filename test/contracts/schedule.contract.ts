import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { SchedulePlace } from "../../src/application/ports/schedule.js";
import type { MessageClass } from "../../src/domain/message-class.js";
import { aNote, anId, type JournalStage, roomFor, stageParkedBytes } from "./journal-stage.js";

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
    const parked = async (due: Date, body = "body", lane: MessageClass = "transactional", id = anId()) => {
      const opened = await stage.journal.open(id, "due", "resend-once", 10_000, new Date(0));
      const token = opened.kind === "go" ? opened.token : 0;
      expect(await stage.journal.park(id, token, due, Buffer.from(body), { ...aNote, class: lane })).toBe("parked");
      return id;
    };
    const takeAll = (limit = 100) => stage.schedule.take(roomFor(limit), leaseMs);
    const take = async (limit = 100) => (await takeAll(limit)).map(({ messageId }) => messageId);
    const entry = (messageId: string, due: Date, body: string, lane: MessageClass = "transactional") => ({
      ...{ messageId, due, lane, body: Buffer.from(body) },
      take: expect.any(String),
    });
    const doneAll = async () => {
      for (const { messageId, take: token } of await takeAll()) await stage.schedule.done(messageId, token);
    };

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
      expect(await takeAll()).toEqual([
        entry(ids[1]!, dues[1]!, "a\u0000ÿ"),
        entry(ids[2]!, dues[2]!, "b"),
        entry(ids[0]!, dues[0]!, "c"),
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

    test("lanes have an order and a room each: none waits behind another", async () => {
      const campaign: string[] = [];
      for (let at = 0; at < 6; at += 1) campaign.push(await parked(dueIn(1_000 + at), "body", "promotional"));
      const order = await parked(dueIn(2_000));
      const code = anId();
      await stage.schedule.watch(code, dueIn(3_000), Buffer.from("code"));
      stage.advance(10_000);
      const room = { otp: 5, transactional: 5, promotional: 2 };
      const taken = await stage.schedule.take(room, leaseMs);
      expect(taken.map(({ messageId, lane }) => [messageId, lane])).toEqual([
        [code, "otp"],
        [order, "transactional"],
        [campaign[0], "promotional"],
        [campaign[1], "promotional"],
      ]);
      expect(await stage.schedule.take({ ...room, promotional: 0 }, leaseMs)).toEqual([]);
      expect(await take()).toEqual(campaign.slice(2));
    });

    test("what was taken comes back when the lease is over, unless it is done", async () => {
      const due = dueIn(1_000);
      const kept = await parked(due);
      const finished = await parked(due);
      stage.advance(2_000);
      const taken = await takeAll();
      expect(taken.map(({ messageId }) => messageId).sort()).toEqual([kept, finished].sort());
      expect(await take()).toEqual([]);
      await stage.schedule.done(finished, taken.find(({ messageId }) => messageId === finished)!.take);
      stage.advance(leaseMs);
      expect(await take()).toEqual([kept]);
    });

    test("a lease that is kept goes on; one that is given back ends at once", async () => {
      const id = await parked(dueIn(1_000));
      stage.advance(2_000);
      const [first] = await takeAll();
      stage.advance(leaseMs / 2);
      await stage.schedule.keep(id, first!.take, leaseMs);
      stage.advance(leaseMs / 2 + 1_000);
      expect(await take()).toEqual([]);
      await stage.schedule.giveBack(id, first!.take);
      expect(await take()).toEqual([id]);
    });

    test("a word by an earlier take changes nothing", async () => {
      const id = await parked(dueIn(1_000));
      stage.advance(2_000);
      const [first] = await takeAll();
      stage.advance(leaseMs);
      const [second] = await takeAll();
      expect(second!.take).not.toBe(first!.take);
      await stage.schedule.done(id, first!.take);
      await stage.schedule.giveBack(id, first!.take);
      await stage.schedule.keep(id, first!.take, 10 * leaseMs);
      expect(await take()).toEqual([]);
      stage.advance(leaseMs);
      expect(await take()).toEqual([id]);
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

    test("done leaves an entry that was parked again, for the same instant even", async () => {
      const due = dueIn(1_000);
      const id = await parked(due);
      stage.advance(2_000);
      const [first] = await takeAll();
      await parked(due, "again", "transactional", id);
      await stage.schedule.done(id, first!.take);
      expect(await takeAll()).toEqual([entry(id, due, "again")]);
      stage.advance(leaseMs);
      await doneAll();
      expect(await stage.schedule.size()).toEqual({ entries: 0, bytes: 0 });
    });

    test("an entry that is parked again in another lane leaves its first", async () => {
      const id = await parked(dueIn(1_000), "body", "promotional");
      await parked(dueIn(1_000), "again", "transactional", id);
      stage.advance(2_000);
      expect((await takeAll()).map(({ lane }) => lane)).toEqual(["transactional"]);
      expect((await stage.schedule.size()).entries).toBe(1);
    });

    test("done can be repeated, and knows nothing of strangers", async () => {
      const id = await parked(dueIn(1_000));
      stage.advance(2_000);
      const [taken] = await takeAll();
      await stage.schedule.done(id, taken!.take);
      await stage.schedule.done(id, taken!.take);
      await stage.schedule.done(anId(), taken!.take);
      expect(await stage.schedule.size()).toEqual({ entries: 0, bytes: 0 });
    });

    test("who set a watch ends it by its token, unless another took it", async () => {
      const id = anId();
      const token = await stage.schedule.watch(id, dueIn(1_000), Buffer.from("code"));
      stage.advance(2_000);
      const [taken] = await takeAll();
      await stage.schedule.done(id, token);
      expect((await stage.schedule.size()).entries).toBe(1);
      await stage.schedule.done(id, taken!.take);
      const again = await stage.schedule.watch(id, dueIn(1_000), Buffer.from("code"));
      await stage.schedule.done(id, again);
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
      expect(await takeAll(1)).toEqual([entry(id, due, "first", "otp")]);
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
      stage.advance(60_000);
      await doneAll();
      expect(await stage.journal.park(refused, 1, due, body, aNote)).toBe("parked");
    });

    test("the list is by due, then by id, in pages that miss none although many are due at one instant", async () => {
      const far = dueIn(90_000);
      const ids: string[] = [];
      for (let at = 0; at < 30; at += 1) ids.push(await parked(far, "body", at % 2 === 0 ? "promotional" : "otp"));
      const [later, sooner] = [await parked(dueIn(95_000)), await parked(dueIn(60_000))];
      const expected = [sooner, ...ids.sort(), later];
      for (const limit of [1, 7, 100]) {
        const seen: string[] = [];
        for (let after: SchedulePlace | undefined; ; ) {
          const page = await stage.schedule.list(after, limit);
          expect(page.length).toBeLessThanOrEqual(limit);
          seen.push(...page.map(({ messageId }) => messageId));
          after = page.at(-1);
          if (after === undefined) break;
        }
        expect(seen).toEqual(expected);
      }
      expect((await stage.schedule.list(undefined, 1))[0]).toMatchObject({ lane: "transactional", messageId: sooner });
      expect(await stage.schedule.counts()).toEqual({ otp: 15, transactional: 2, promotional: 15 });
      expect(await take()).toEqual([]);
    });

    test("an entry is found without being taken, and by no other id", async () => {
      const due = dueIn(60_000);
      const id = await parked(due, "body", "promotional");
      expect(await stage.schedule.find(id)).toEqual({ lane: "promotional", due, body: Buffer.from("body") });
      expect(await stage.schedule.find(anId())).toBeUndefined();
      stage.advance(60_000);
      expect(await take()).toEqual([id]);
      await stage.schedule.done(id, await stage.schedule.watch(id, due, Buffer.from("other")));
      expect(await stage.schedule.find(id)).toBeUndefined();
      expect(await stage.schedule.list(undefined, 10)).toEqual([]);
      expect(await stage.schedule.counts()).toEqual({ otp: 0, transactional: 0, promotional: 0 });
    });

    const mendAll = async () => {
      let misplaced = 0;
      const lost = new Set<string>();
      for (let looks = 0; looks < 5; looks += 1) {
        const found = await stage.schedule.mend();
        misplaced += found.misplaced;
        for (const id of found.lost) lost.add(id);
      }
      return { misplaced, lost: [...lost].sort() };
    };

    test("where nothing is lost nothing is mended: of what waits, is due, is taken, was done, is watched", async () => {
      const whole = { misplaced: 0, lost: [] };
      const far = await parked(dueIn(60_000));
      await parked(dueIn(1_000));
      await stage.schedule.watch(anId(), dueIn(1_000), Buffer.from("code"));
      stage.advance(2_000);
      expect(await mendAll()).toEqual(whole);
      const [first] = await takeAll();
      expect(await mendAll()).toEqual(whole);
      await stage.schedule.done(first!.messageId, first!.take);
      expect(await mendAll()).toEqual(whole);
      await stage.schedule.giveUp(far);
      stage.advance(60_000);
      expect(await take()).toHaveLength(2);
    });

    test("a place that was lost is given again once it is due; a body that was lost is named until it is given up", async ({
      skip,
    }) => {
      skip(stage.lose === undefined, "here no part can be lost alone");
      const due = dueIn(60_000);
      const ids = await Promise.all(Array.from({ length: 60 }, () => parked(due)));
      const [early, late, ...others] = ids as [string, string, ...string[]];
      const bodiless = others.slice(0, 3).sort();
      await stage.lose!(early, "place");
      for (const id of bodiless) await stage.lose!(id, "body");
      expect(await mendAll()).toEqual({ misplaced: 0, lost: [] });
      stage.advance(60_000);
      await stage.lose!(late, "place");
      expect(await mendAll()).toEqual({ misplaced: 2, lost: bodiless });
      expect(await mendAll()).toEqual({ misplaced: 0, lost: bodiless });
      await stage.schedule.giveUp(late);
      for (const id of bodiless) await stage.schedule.giveUp(id);
      expect(await mendAll()).toEqual({ misplaced: 0, lost: [] });
      const taken = await takeAll(300);
      const bodied = taken.filter(({ body }) => body !== undefined && body.length > 0);
      expect(bodied.map(({ messageId }) => messageId).sort()).toEqual([early, late, ...others.slice(3)].sort());
    });

    test("size counts entries and their bytes", async () => {
      expect(await stage.schedule.size()).toEqual({ entries: 0, bytes: 0 });
      await parked(dueIn(1_000), "x".repeat(100));
      const { entries, bytes } = await stage.schedule.size();
      expect(entries).toBe(1);
      expect(bytes).toBeGreaterThanOrEqual(100);
    });
  });
