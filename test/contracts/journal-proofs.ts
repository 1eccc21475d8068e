import { describe, expect, test } from "vitest";
import { elsewhere, here, leaseMs, type JournalActs } from "./journal-acts.js";
import { anId, anOutcome } from "./journal-stage.js";

/** What may have gone out is never denied. */
export const journalProofs = ({ stage, open, mark, settle, park }: JournalActs): void => {
  describe("invariant 1: a text that may have gone out is never denied", () => {
    test("it cannot fail from a later check, only by the gateway's word", async () => {
      const id = anId();
      await open(id);
      await mark(id, 1);
      expect(await stage().journal.again(id, 1, 1)).toBe("again");
      await expect(settle(id, 1, "failed")).rejects.toThrow("in doubt");
      expect(await settle(id, 1, "in-doubt")).toBe("written");
    });

    test("what was proved unsent may fail", async () => {
      const id = anId();
      await open(id);
      await mark(id, 1);
      expect(await stage().journal.unmark(id, 1, 1)).toBe("ok");
      expect(await settle(id, 1, "failed")).toBe("written");
    });

    test("what the gateway rejects fails, though an earlier attempt was ambiguous", async () => {
      const id = anId();
      await open(id);
      await mark(id, 1);
      await stage().journal.again(id, 1, 1);
      await mark(id, 1, 2);
      expect(await settle(id, 1, "failed")).toBe("written");
    });

    test("an older run's text is proof over a run that only holds it open", async () => {
      const id = anId();
      await open(id);
      await mark(id, 1);
      stage().advance(leaseMs);
      expect(await open(id, elsewhere)).toMatchObject({ kind: "go", token: 2 });
      expect(await settle(id, 1, "sent")).toBe("written");
      expect(await mark(id, 2, 2)).toBe("stale");
      expect(await open(id, elsewhere)).toEqual({ kind: "settled", state: "sent", outcome: anOutcome("sent") });
    });

    test("an older run's text is proof over doubt, told or written", async () => {
      const told = anId();
      await open(told, here, "never-resend");
      await mark(told, 1);
      stage().advance(leaseMs);
      await open(told, elsewhere, "never-resend");
      expect(await settle(told, 1, "sent")).toBe("written");
      expect(await settle(told, 2, "in-doubt")).toBe("stale");

      const written = anId();
      await open(written, here, "never-resend");
      await mark(written, 1);
      stage().advance(leaseMs);
      await open(written, elsewhere, "never-resend");
      await settle(written, 2, "in-doubt");
      expect(await settle(written, 1, "sent")).toBe("written");
      expect(await stage().journal.read(written)).toMatchObject({ state: "sent", outcome: anOutcome("sent") });
      expect((await stage().journal.inDoubt(1_000)).map(({ messageId }) => messageId)).not.toContain(written);
    });

    test("an older run's text is proof over a message that waits; its entry comes back to a settled message", async () => {
      const id = anId();
      await open(id);
      await mark(id, 1);
      stage().advance(leaseMs);
      await open(id, elsewhere);
      expect(await park(id, 2)).toBe("parked");
      expect(await settle(id, 1, "sent")).toBe("written");
      expect((await open(id, "due")).kind).toBe("settled");
    });

    test("over a newer run that is sending an older run's text says nothing; over its text it is a double", async () => {
      const id = anId();
      await open(id);
      await mark(id, 1);
      stage().advance(leaseMs);
      await open(id, elsewhere);
      await mark(id, 2, 2);
      expect(await settle(id, 1, "sent")).toBe("stale");
      expect(await settle(id, 2, "sent", "second")).toBe("written");
      expect(await settle(id, 1, "sent")).toBe("double");
      expect(await settle(id, 1, "sent")).toBe("double");
      expect(await open(id)).toEqual({ kind: "settled", state: "sent", outcome: anOutcome("second") });
    });

    test("an older run's failure or doubt changes nothing", async () => {
      const id = anId();
      await open(id);
      await mark(id, 1);
      stage().advance(leaseMs);
      await open(id, elsewhere);
      expect(await settle(id, 1, "failed")).toBe("stale");
      expect(await settle(id, 1, "in-doubt")).toBe("stale");
      expect(await stage().journal.read(id)).toMatchObject({ state: "open" });
    });
  });
};
