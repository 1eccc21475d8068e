import fc from "fast-check";
import { expect } from "vitest";
import type { JournalStage } from "../contracts/journal-stage.js";
import { aNote, anId, anOutcome } from "../contracts/journal-stage.js";
import {
  type End,
  hasEnded,
  type JournalStep,
  type ModelMessage,
  modelLeaseMs,
  modelRules,
  modelTtlMs,
  noMessage,
} from "./journal-model.js";

type Kind<Name extends JournalStep["kind"]> = Extract<JournalStep, { kind: Name }>;

const mostly = <Value>(usual: Value, others: fc.Arbitrary<Value>): fc.Arbitrary<Value> =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: others });

const id = mostly(0, fc.constant(1));
const back = mostly(0, fc.integer({ min: -1, max: 2 }));
const ahead = mostly(1, fc.integer({ min: -1, max: 2 }));
const policy = mostly("resend-once" as const, fc.constant("never-resend" as const));
const source = fc.constantFrom("o/0/1", "o/0/2", "due");
const end = fc.constantFrom<End>("sent", "failed", "in-doubt");

const receive = fc.record({ kind: fc.constant("receive" as const), id, digest: fc.constantFrom("d", "e") });
const open: fc.Arbitrary<Kind<"open">> = fc.record({ kind: fc.constant("open" as const), id, source, policy });
const attempt = (kind: "mark" | "unmark" | "again"): fc.Arbitrary<JournalStep> =>
  fc.record({ kind: fc.constant(kind), id, back, ahead });
const settle = (by: fc.Arbitrary<number>, ending: fc.Arbitrary<End>): fc.Arbitrary<JournalStep> =>
  fc.record({ kind: fc.constant("settle" as const), id, back: by, end: ending });
const park = fc.record({ kind: fc.constant("park" as const), id, back, inMs: fc.constantFrom(5_000, 60_000) });
const resolve = fc.record({
  kind: fc.constant("resolve" as const),
  id,
  end: fc.constantFrom("sent" as const, "failed" as const),
});
const take: fc.Arbitrary<JournalStep> = fc.constant({ kind: "take" });
const count: fc.Arbitrary<JournalStep> = fc.constant({ kind: "count" });
const read = fc.record({ kind: fc.constant("read" as const), id });
/** Never near a lease's or a record's end: a server's clock runs on by itself. */
const move = (...ms: number[]): fc.Arbitrary<JournalStep> =>
  fc.record({ kind: fc.constant("move" as const), ms: fc.constantFrom(...ms) });

/** What runs do, and what goes wrong with them, so that histories come far; then any step at any time. */
const phrase: fc.Arbitrary<readonly JournalStep[]> = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(open, attempt("mark")) },
  { weight: 3, arbitrary: fc.tuple(open, attempt("mark"), move(11_000), open) },
  { weight: 1, arbitrary: fc.tuple(open, attempt("mark"), attempt("again"), attempt("mark")) },
  { weight: 2, arbitrary: fc.tuple(settle(fc.integer({ min: 0, max: 2 }), fc.constant("sent" as const))) },
  { weight: 1, arbitrary: fc.tuple(settle(back, fc.constant("in-doubt" as const)), resolve, count) },
  { weight: 1, arbitrary: fc.tuple(open, park, move(4_000, 11_000), take, open) },
  {
    weight: 6,
    arbitrary: fc
      .oneof(
        receive,
        open,
        attempt("mark"),
        attempt("unmark"),
        attempt("again"),
        settle(back, end),
        park,
        resolve,
        take,
        count,
        read,
        move(4_000, 11_000),
        mostly<JournalStep>({ kind: "move", ms: 11_000 }, move(7_200_000)),
      )
      .map((step) => [step]),
  },
);

/** Each step, and whether it is asked for again at once, as after a lost answer. */
export const histories: fc.Arbitrary<History> = fc
  .array(fc.tuple(phrase, fc.boolean()), { minLength: 1, maxLength: 14 })
  .map((phrases) => phrases.flatMap(([steps, repeated]) => steps.map((step) => [step, repeated] as const)));
export type History = readonly (readonly [JournalStep, boolean])[];

/** Plays a history on a stage and on the model, and compares every answer; also checks what must hold of any history. */
export const playHistory = async ({ journal, schedule, advance, now: stageNow }: JournalStage, history: History) => {
  const ids = [anId(), anId()];
  const messages: ModelMessage[] = [noMessage(), noMessage()];
  const waiting = new Map<number, { due: number; visibleAt: number }>();
  /** The model's clock: the stage's, but for what a server's own clock adds meanwhile. */
  const start = stageNow();
  let now = start;

  const play = async (step: JournalStep, numbered: number): Promise<void> => {
    if (step.kind === "move") {
      now += step.ms;
      advance(step.ms);
      return;
    }
    if (step.kind === "count") {
      expect(await journal.inDoubtCount()).toBe(messages.filter((m) => m.phase === "in-doubt" && now <= m.gone).length);
      return;
    }
    if (step.kind === "take") {
      const due = [...waiting].filter(([, { visibleAt }]) => visibleAt <= now);
      const taken = await schedule.take(10, modelLeaseMs);
      expect(taken.map(({ messageId }) => ids.indexOf(messageId)).sort()).toEqual(due.map(([at]) => at).sort());
      for (const [at, entry] of due) {
        entry.visibleAt = now + modelLeaseMs;
        if (!hasEnded(messages[at]!)) continue;
        await schedule.done(ids[at]!, new Date(entry.due));
        waiting.delete(at);
      }
      return;
    }
    if (!("id" in step)) return;
    if (now > messages[step.id]!.gone) messages[step.id] = noMessage();
    const m = messages[step.id]!;
    const before = { phase: m.phase, token: m.token };
    const messageId = ids[step.id]!;
    const token = "back" in step ? m.token - step.back : 0;
    const text = `end ${numbered}`;
    let expected: string;
    let answer: string;
    switch (step.kind) {
      case "receive": {
        expected = modelRules.receive(m, step.digest);
        const got = await journal.receive(messageId, step.digest, `answer ${step.digest}`, aNote);
        answer = got.kind === "repeated" && got.published ? "repeated, published" : got.kind;
        break;
      }
      case "open": {
        expected = modelRules.open(m, step.source, step.policy, now);
        const got = await journal.open(messageId, step.source, step.policy, modelLeaseMs, new Date(0));
        answer = got.kind;
        if (got.kind === "go") answer = `go ${got.token} ${got.sends} ${got.attempts}`;
        if (got.kind === "in-doubt") answer = `in-doubt ${got.token} ${got.attempts}`;
        if (got.kind === "settled") {
          const value = JSON.parse(String(got.outcome.event.value));
          answer = `settled ${got.state} ${value.status}`;
        }
        break;
      }
      case "mark":
      case "unmark":
      case "again": {
        const attempt =
          step.kind === "mark" ? m.attempts + step.ahead : m.attempts - (step.ahead === 1 ? 0 : step.ahead);
        const rule = step.kind === "mark" ? modelRules.mark : modelRules[step.kind];
        expected = rule(m, token, attempt, now);
        answer =
          step.kind === "mark"
            ? await journal.mark(messageId, token, attempt, modelLeaseMs)
            : await journal[step.kind](messageId, token, attempt);
        break;
      }
      case "settle":
        expected = modelRules.settle(m, token, step.end, text);
        answer = await journal.settle(messageId, token, step.end, anOutcome(text)).catch((error: Error) => {
          expect(error.message).toContain("settle it as in doubt");
          return "refused";
        });
        break;
      case "park": {
        const due = now + step.inMs;
        expected = modelRules.park(m, token, due);
        answer = await journal.park(messageId, token, new Date(due), Buffer.from("body"), aNote);
        if (expected === "parked" && before.phase === "open") waiting.set(step.id, { due, visibleAt: due });
        break;
      }
      case "resolve":
        expected = modelRules.resolve(m, step.end, text);
        answer = await journal.resolve(messageId, step.end, anOutcome(text));
        break;
      case "read": {
        const entry = await journal.read(messageId);
        expected = m.phase === "none" ? "none" : m.phase === "doubting" ? "sending" : m.phase;
        answer = entry?.state ?? "none";
        expect(entry?.sends ?? 0).toBe(m.out.size);
        break;
      }
    }
    expect(answer, `${step.kind} by ${token} of a message that was ${before.phase}`).toBe(expected);
    if (m.phase !== before.phase || m.token !== before.token || expected === "ok")
      m.gone = Math.max(now, m.keep) + modelTtlMs;
    if (m.phase === "none") messages[step.id] = noMessage();
    expect(m.out.size, "sends never exceed two").toBeLessThanOrEqual(2);
    if (m.phase === "failed" && before.phase !== "failed" && m.endedBy !== "operator" && before.phase !== "sending")
      expect(m.out.size, "what may have gone out did not fail").toBe(0);
  };

  for (const [at, [asked, repeated]] of history.entries()) {
    await play(asked, at);
    if (repeated && asked.kind !== "move") await play(asked, at);
  }
  for (const [at, { due }] of waiting) await schedule.done(ids[at]!, new Date(due));
};
