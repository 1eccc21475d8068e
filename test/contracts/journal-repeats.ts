import { describe, expect, test } from "vitest";
import { elsewhere, here, leaseMs, type JournalActs } from "./journal-acts.js";
import { aNote, anId, anOutcome } from "./journal-stage.js";

/** Lost answers: every step asked for again. */
export const journalRepeats = ({ stage, open, mark, settle }: JournalActs): void => {
  describe("invariant 3: every step can be repeated with the same arguments", () => {
    test("mark counts once, and not again after it was undone", async () => {
      const id = anId();
      await open(id);
      expect(await mark(id, 1, 1)).toBe("ok");
      expect(await mark(id, 1, 1)).toBe("ok");
      expect(await stage().journal.read(id)).toMatchObject({ sends: 1, attempts: 1 });
      await stage().journal.unmark(id, 1, 1);
      expect(await mark(id, 1, 1)).toBe("stale");
      expect(await stage().journal.read(id)).toMatchObject({ sends: 0, state: "open" });
    });

    test("a repeated mark renews the lease", async () => {
      const id = anId();
      await open(id);
      await mark(id, 1);
      stage().advance(leaseMs - 1_000);
      await mark(id, 1);
      stage().advance(leaseMs - 1_000);
      expect((await open(id)).kind).toBe("busy");
    });

    test("unmark and again undo once", async () => {
      const id = anId();
      await open(id);
      await mark(id, 1, 1);
      await stage().journal.again(id, 1, 1);
      expect(await stage().journal.again(id, 1, 1)).toBe("again");
      await mark(id, 1, 2);
      expect(await stage().journal.unmark(id, 1, 2)).toBe("ok");
      expect(await stage().journal.unmark(id, 1, 2)).toBe("ok");
      expect(await stage().journal.read(id)).toMatchObject({ sends: 1, attempts: 2, state: "open" });
      await mark(id, 1, 3);
      expect(await stage().journal.unmark(id, 1, 2)).toBe("stale");
      expect(await stage().journal.again(id, 1, 3)).toBe("in-doubt");
      expect(await stage().journal.again(id, 1, 3)).toBe("in-doubt");
    });

    test.each(["sent", "failed", "in-doubt"] as const)(
      "settle as %s is written once and answers the same",
      async (state) => {
        const id = anId();
        await open(id);
        await mark(id, 1);
        expect(await settle(id, 1, state, "first")).toBe("written");
        expect(await settle(id, 1, state, "second")).toBe("written");
        expect(await open(id)).toEqual({ kind: "settled", state, outcome: anOutcome("first") });
      },
    );

    test("an end that was announced is so for its source alone, until it ends otherwise", async () => {
      const id = anId();
      await open(id, here, "never-resend");
      await mark(id, 1);
      await stage().journal.announced(id, "in-doubt");
      await settle(id, 1, "in-doubt");
      expect(await open(id)).toEqual({ kind: "settled", state: "in-doubt", outcome: anOutcome("in-doubt") });
      await stage().journal.announced(id, "in-doubt");
      expect(await open(id)).toMatchObject({ kind: "settled", announced: true });
      expect(await open(id, elsewhere)).not.toHaveProperty("announced");
      await stage().journal.resolve(id, "sent", anOutcome("sent"));
      await stage().journal.announced(id, "in-doubt");
      expect(await open(id)).toEqual({ kind: "settled", state: "sent", outcome: anOutcome("sent") });
    });

    test.each([
      ["sent", "erased"],
      ["failed", "erased"],
      ["in-doubt", "kept"],
    ] as const)("erasing one that is %s: %s; its end stays, and nothing is sent or told again", async (state, word) => {
      const id = anId();
      expect(await stage().journal.erase(id)).toBe("kept");
      await open(id);
      expect(await stage().journal.erase(id)).toBe("kept");
      await mark(id, 1);
      await settle(id, 1, state);
      expect(await stage().journal.erase(id)).toBe(word);
      expect(await stage().journal.erase(id)).toBe(word);
      const entry = await stage().journal.read(id);
      expect(entry).toMatchObject({ state, attempts: 1, note: undefined });
      expect(entry?.outcome).toEqual(word === "erased" ? undefined : anOutcome(state));
      expect((await open(id)).kind).toBe(word === "erased" ? "unreadable" : "settled");
    });

    test("park puts one entry", async () => {
      const id = anId();
      await open(id);
      const due = new Date(stage().now() + 60_000);
      const again = () => stage().journal.park(id, 1, due, Buffer.from("body"), aNote);
      const before = await stage().schedule.size();
      expect(await again()).toBe("parked");
      const after = await stage().schedule.size();
      expect(await again()).toBe("parked");
      expect(await stage().schedule.size()).toEqual(after);
      expect(after.entries).toBe(before.entries + 1);
    });
  });
};
