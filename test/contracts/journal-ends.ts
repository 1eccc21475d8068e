import { describe, expect, test } from "vitest";
import { elsewhere, type JournalActs } from "./journal-acts.js";
import { anId, anOutcome, stageTtlMs } from "./journal-stage.js";

/** Ends, doubt, and what is told of them. */
export const journalEnds = ({ stage, open, mark, settle, park, doubt }: JournalActs): void => {
  describe("an end", () => {
    test("is replayed byte for byte, bytes and missing keys included", async () => {
      const id = anId();
      const outcome = anOutcome("sent", {
        key: Buffer.from([1, 2, 0, 255]),
        value: Buffer.from("नमस्ते\u0000", "utf8"),
        timestamp: new Date(1_764_000_000_123),
      });
      await open(id);
      await mark(id, 1);
      await stage().journal.settle(id, 1, "sent", outcome);
      expect(await open(id, elsewhere)).toEqual({ kind: "settled", state: "sent", outcome });
    });

    test("stands against every other step", async () => {
      const id = anId();
      await open(id);
      await mark(id, 1);
      await settle(id, 1, "failed");
      expect(await mark(id, 1, 2)).toBe("stale");
      expect(await stage().journal.unmark(id, 1, 1)).toBe("stale");
      expect(await stage().journal.again(id, 1, 1)).toBe("stale");
      expect(await park(id, 1)).toBe("stale");
      expect(await settle(id, 1, "sent")).toBe("stale");
      expect(await settle(id, 1, "in-doubt")).toBe("stale");
      expect(await stage().journal.read(id)).toMatchObject({ state: "failed" });
    });

    test("of parallel ends one is written", async () => {
      const id = anId();
      await open(id);
      await mark(id, 1);
      const states = ["sent", "failed", "in-doubt"] as const;
      const answers = await Promise.all(states.map((state) => settle(id, 1, state)));
      expect(answers.filter((answer) => answer === "written").length).toBe(1);
    });

    test("needs a message that was opened", async () => {
      expect(await settle(anId(), 1, "sent")).toBe("stale");
      const id = anId();
      await open(id);
      expect(await settle(id, 2, "sent")).toBe("stale");
    });
  });

  describe("doubt", () => {
    test("is counted and listed, oldest first, until it is resolved", async () => {
      const before = await stage().journal.inDoubtCount();
      const old = await doubt();
      stage().advance(1_000);
      const young = await doubt();
      expect(await stage().journal.inDoubtCount()).toBe(before + 2);
      const listed = (await stage().journal.inDoubt(1_000)).map(({ messageId }) => messageId);
      expect(listed.indexOf(old)).toBeGreaterThanOrEqual(0);
      expect(listed.indexOf(young)).toBeGreaterThan(listed.indexOf(old));
      expect(await stage().journal.inDoubt(1)).toHaveLength(1);

      expect(await stage().journal.resolve(old, "sent", anOutcome("receipt"))).toBe("written");
      expect(await stage().journal.resolve(old, "sent", anOutcome("receipt"))).toBe("written");
      expect(await stage().journal.resolve(old, "failed", anOutcome("operator"))).toBe("not-in-doubt");
      expect(await stage().journal.resolve(young, "failed", anOutcome("operator"))).toBe("written");
      expect(await stage().journal.inDoubtCount()).toBe(before);
      expect(await open(old)).toEqual({ kind: "settled", state: "sent", outcome: anOutcome("receipt") });
      expect(await open(young)).toEqual({ kind: "settled", state: "failed", outcome: anOutcome("operator") });
    });

    test("what an operator decided is not changed by a late proof", async () => {
      const id = await doubt();
      await stage().journal.resolve(id, "failed", anOutcome("operator"));
      expect(await settle(id, 1, "sent")).toBe("stale");
    });

    test("of parallel decisions one is written", async () => {
      const id = await doubt();
      const answers = await Promise.all(
        (["sent", "failed"] as const).map((state) => stage().journal.resolve(id, state, anOutcome(state))),
      );
      expect([...answers].sort()).toEqual(["not-in-doubt", "written"]);
    });

    test("nothing else can be resolved", async () => {
      expect(await stage().journal.resolve(anId(), "sent", anOutcome())).toBe("not-in-doubt");
      const id = anId();
      await open(id);
      await mark(id, 1);
      expect(await stage().journal.resolve(id, "sent", anOutcome())).toBe("not-in-doubt");
    });

    test("is forgotten with its record", async () => {
      const id = await doubt();
      stage().advance(stageTtlMs + 60_000);
      expect((await stage().journal.inDoubt(1_000)).map(({ messageId }) => messageId)).not.toContain(id);
      expect(await stage().journal.inDoubtCount()).toBe(0);
    });
  });
};
