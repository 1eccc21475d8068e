import { describe, expect, test } from "vitest";
import { elsewhere, here, leaseMs, type JournalActs } from "./journal-acts.js";
import type { Source } from "../../src/application/ports/journal.js";
import { anId } from "./journal-stage.js";

/** Who may work on a message, and how often it may be sent. */
export const journalClaims = ({ stage, open, mark, settle }: JournalActs): void => {
  describe("open", () => {
    test("a message never heard of is the first caller's", async () => {
      expect(await open(anId())).toEqual({ kind: "go", token: 1, sends: 0, attempts: 0 });
    });

    test("another source waits while the lease lives, and takes over when it is over", async () => {
      const id = anId();
      await open(id);
      const waits = await open(id, elsewhere);
      expect(waits.kind).toBe("busy");
      expect(waits.kind === "busy" && waits.ms).toBeGreaterThan(leaseMs - 5_000);
      expect(waits.kind === "busy" && waits.ms).toBeLessThanOrEqual(leaseMs);
      stage().advance(leaseMs);
      expect(await open(id, elsewhere)).toMatchObject({ kind: "go", token: 2 });
      expect(await mark(id, 1)).toBe("stale");
    });

    test("the same source takes over at once: its offset was delivered again", async () => {
      const id = anId();
      await open(id);
      expect(await open(id)).toMatchObject({ kind: "go", token: 2 });
    });

    test("an id that another payload used is a conflict, and its message goes on undisturbed", async () => {
      const id = anId();
      const as = (source: Source, payload?: string) =>
        stage().journal.open(id, source, "resend-once", leaseMs, new Date(0), payload);
      await as(here, "p");
      expect(await as(elsewhere, "q")).toEqual({ kind: "conflict" });
      expect(await mark(id, 1)).toBe("ok");
      expect(await as(elsewhere, "q")).toEqual({ kind: "conflict" });
      await settle(id, 1, "sent");
      expect(await as(elsewhere, "q")).toEqual({ kind: "conflict" });
      expect(await as(elsewhere, "p")).toMatchObject({ kind: "settled", state: "sent" });
      expect(await as(elsewhere)).toMatchObject({ kind: "settled", state: "sent" });
    });

    test("of parallel openers from different sources one wins", async () => {
      const id = anId();
      const answers = await Promise.all(Array.from({ length: 50 }, (_, at) => open(id, `orders/0/${at}`)));
      expect(answers.filter(({ kind }) => kind === "go")).toHaveLength(1);
      expect(answers.filter(({ kind }) => kind === "busy")).toHaveLength(49);
    });

    test("of parallel openers from one source all but the last are fenced off", async () => {
      const id = anId();
      const answers = await Promise.all(Array.from({ length: 20 }, () => open(id)));
      const tokens = answers.map((answer) => (answer.kind === "go" ? answer.token : 0)).sort((a, b) => a - b);
      expect(tokens).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
      const marks = await Promise.all(tokens.map((token) => mark(id, token)));
      expect(marks.filter((answer) => answer === "ok")).toHaveLength(1);
      expect(marks[19]).toBe("ok");
    });

    test("while sending nobody takes over before the lease is over, the same source neither", async () => {
      const id = anId();
      await open(id);
      await mark(id, 1);
      expect((await open(id)).kind).toBe("busy");
      expect((await open(id, elsewhere)).kind).toBe("busy");
    });

    test.each([
      ["resend-once may send once more", "resend-once", { kind: "go", token: 2, sends: 1, attempts: 1 }],
      ["never-resend is in doubt", "never-resend", { kind: "in-doubt", token: 2, attempts: 1 }],
    ] as const)("after a crash while sending %s", async (_, policy, answer) => {
      const id = anId();
      await open(id, here, policy);
      await mark(id, 1);
      stage().advance(leaseMs);
      expect(await open(id, here, policy)).toEqual(answer);
    });

    test("a doubt that was told to one run, whose answer was lost, is told again", async () => {
      const id = anId();
      await open(id, here, "never-resend");
      await mark(id, 1);
      stage().advance(leaseMs);
      expect(await open(id, here, "never-resend")).toMatchObject({ kind: "in-doubt", token: 2 });
      expect(await open(id, elsewhere, "never-resend")).toMatchObject({ kind: "busy" });
      expect(await open(id, here, "never-resend")).toMatchObject({ kind: "in-doubt", token: 3 });
      expect(await settle(id, 3, "in-doubt")).toBe("written");
    });

    test("a policy that has become never-resend allows no second text", async () => {
      const id = anId();
      await open(id);
      await mark(id, 1);
      await stage().journal.again(id, 1, 1);
      expect(await open(id, here, "never-resend")).toEqual({ kind: "in-doubt", token: 2, attempts: 1 });
    });
  });

  describe("sends never exceed two", () => {
    test("two ambiguous attempts end in doubt, a third is refused", async () => {
      const id = anId();
      await open(id);
      expect(await mark(id, 1, 1)).toBe("ok");
      expect(await stage().journal.again(id, 1, 1)).toBe("again");
      expect(await mark(id, 1, 2)).toBe("ok");
      expect(await stage().journal.again(id, 1, 2)).toBe("in-doubt");
      expect(await mark(id, 1, 3)).toBe("stale");
      expect(await stage().journal.read(id)).toMatchObject({ sends: 2, attempts: 2, state: "sending" });
    });

    test("two crashes while sending end in doubt", async () => {
      const id = anId();
      await open(id);
      await mark(id, 1, 1);
      stage().advance(leaseMs);
      await open(id);
      await mark(id, 2, 2);
      stage().advance(leaseMs);
      expect(await open(id)).toEqual({ kind: "in-doubt", token: 3, attempts: 2 });
    });

    test("attempts that were proved unsent do not count", async () => {
      const id = anId();
      await open(id);
      for (let attempt = 1; attempt <= 5; attempt += 1) {
        expect(await mark(id, 1, attempt)).toBe("ok");
        expect(await stage().journal.unmark(id, 1, attempt)).toBe("ok");
      }
      expect(await open(id)).toEqual({ kind: "go", token: 2, sends: 0, attempts: 5 });
    });

    test("never-resend allows no second attempt after an ambiguous one", async () => {
      const id = anId();
      await open(id, here, "never-resend");
      await mark(id, 1, 1);
      expect(await stage().journal.again(id, 1, 1)).toBe("in-doubt");
      expect(await mark(id, 1, 2)).toBe("stale");
    });

    test("of parallel marks by tokens of many runs one is ok", async () => {
      const id = anId();
      for (let at = 0; at < 10; at += 1) await open(id);
      const answers = await Promise.all(Array.from({ length: 40 }, (_, at) => mark(id, (at % 10) + 1, 1)));
      // The last token's four repetitions are one step.
      expect(answers.filter((answer) => answer === "ok")).toHaveLength(4);
      expect(await stage().journal.read(id)).toMatchObject({ sends: 1, attempts: 1 });
    });
  });
};
