import { describe, expect, test } from "vitest";
import { elsewhere, here, leaseMs, now, type JournalActs } from "./journal-acts.js";
import { aNote, anId, anOutcome, stageTtlMs, roomFor } from "./journal-stage.js";

/** Parked messages, doors, and how long all is remembered. */
export const journalWaits = ({ stage, open, mark, settle, park, statesOf }: JournalActs): void => {
  describe("invariant 7: a parked message's duplicates complete silently", () => {
    test("only the schedule opens it again", async () => {
      const id = anId();
      await open(id);
      expect(await park(id, 1)).toBe("parked");
      expect(await open(id)).toEqual({ kind: "parked" });
      expect(await open(id, elsewhere)).toEqual({ kind: "parked" });
      expect(await open(id, "due")).toEqual({ kind: "go", token: 2, sends: 0, attempts: 0 });
    });

    test("it keeps its sends: a doubt does not vanish by waiting", async () => {
      const id = anId();
      await open(id);
      await mark(id, 1);
      await stage().journal.again(id, 1, 1);
      await park(id, 1);
      expect(await open(id, "due")).toEqual({ kind: "go", token: 2, sends: 1, attempts: 1 });
    });

    test("it is parked from open only, by the run that holds it", async () => {
      const id = anId();
      expect(await park(id, 1)).toBe("stale");
      await open(id);
      expect(await park(id, 2)).toBe("stale");
      await mark(id, 1);
      expect(await park(id, 1)).toBe("stale");
    });
  });

  describe("receive", () => {
    test("the same request again gets the first answer, another body a conflict", async () => {
      const id = anId();
      const receive = (digest: string, answer: string) => stage().journal.receive(id, digest, answer, aNote);
      expect(await receive("d1", "first")).toEqual({ kind: "new" });
      expect(await receive("d1", "second")).toEqual({ kind: "repeated", answer: "first", published: false });
      expect(await receive("d2", "third")).toEqual({ kind: "conflict" });
      expect(await open(id)).toMatchObject({ kind: "go", token: 1 });
      expect(await receive("d1", "fourth")).toEqual({ kind: "repeated", answer: "first", published: true });
    });

    test("of parallel requests one is new", async () => {
      const id = anId();
      const answers = await Promise.all(
        Array.from({ length: 30 }, (_, at) => stage().journal.receive(id, "d", `answer ${at}`, aNote)),
      );
      expect(answers.filter(({ kind }) => kind === "new")).toHaveLength(1);
      expect(new Set(answers.map((answer) => (answer.kind === "repeated" ? answer.answer : "new"))).size).toBe(2);
    });

    test("a message that came as an event first is one that was published", async () => {
      const id = anId();
      await open(id);
      expect(await stage().journal.receive(id, "d", "answer", aNote)).toEqual({
        kind: "repeated",
        answer: "answer",
        published: true,
      });
      expect(await stage().journal.receive(id, "e", "answer", aNote)).toEqual({ kind: "conflict" });
    });
  });

  describe("read", () => {
    test("tells state, counts, timeline, note and outcome", async () => {
      const id = anId();
      expect(await stage().journal.read(id)).toBeUndefined();
      await stage().journal.receive(id, "d", "answer", aNote);
      expect(await stage().journal.read(id)).toMatchObject({ messageId: id, state: "received", note: aNote });
      await open(id);
      await mark(id, 1);
      await stage().journal.unmark(id, 1, 1);
      await mark(id, 1, 2);
      const began = stage().now();
      await settle(id, 1, "sent");
      const entry = await stage().journal.read(id);
      expect(entry).toMatchObject({ state: "sent", attempts: 2, sends: 1, outcome: anOutcome("sent") });
      expect(entry?.note).toBeUndefined();
      expect(await statesOf(id)).toEqual(["received", "open", "sending", "open", "sending", "sent"]);
      expect(Math.abs(entry!.timeline.at(-1)!.at.getTime() - began)).toBeLessThan(5_000);
    });

    test("a timeline that backs off for hours keeps its beginning and its end", async () => {
      const id = anId();
      await open(id);
      for (let attempt = 1; attempt <= 40; attempt += 1) {
        await mark(id, 1, attempt);
        await stage().journal.unmark(id, 1, attempt);
      }
      await settle(id, 1, "failed");
      const states = await statesOf(id);
      expect(states).toHaveLength(32);
      expect(states?.[0]).toBe("open");
      expect(states?.at(-1)).toBe("failed");
    });
  });

  describe("memory: a record lives its TTL from the latest of now, event and due", () => {
    test("counted from its last step", async () => {
      const id = anId();
      await open(id);
      stage().advance(stageTtlMs - 60_000);
      await mark(id, 1);
      await settle(id, 1, "sent");
      stage().advance(stageTtlMs - 60_000);
      expect((await open(id)).kind).toBe("settled");
      stage().advance(120_000);
      expect(await stage().journal.read(id)).toBeUndefined();
      expect(await open(id)).toEqual({ kind: "go", token: 1, sends: 0, attempts: 0 });
    });

    test.each(["event", "due"])("counted from its %s where that is later", async (which) => {
      const id = anId();
      const later = stage().now() + 3 * stageTtlMs;
      await stage().journal.open(id, here, "resend-once", leaseMs, which === "event" ? new Date(later) : now);
      if (which === "due") {
        await stage().journal.park(id, 1, new Date(later), Buffer.from("body"), aNote);
        stage().advance(3 * stageTtlMs);
        for (const { messageId, take } of await stage().schedule.take(roomFor(1), leaseMs))
          await stage().schedule.done(messageId, take);
        await open(id, "due");
      } else stage().advance(3 * stageTtlMs);
      stage().advance(stageTtlMs - 60_000);
      expect(await stage().journal.read(id)).toMatchObject({ state: "open" });
    });
  });
};
