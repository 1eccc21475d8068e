import type { Source } from "../../src/application/ports/journal.js";
import fc from "fast-check";
import { expect } from "vitest";
import { againStep } from "../../src/domain/journal/again-step.js";
import { announcedStep } from "../../src/domain/journal/announced-step.js";
import {
  isEnded,
  isGone,
  type JournalRecord,
  remember,
  type Stepped,
} from "../../src/domain/journal/journal-record.js";
import { shownState } from "../../src/domain/journal/journal-record.js";
import { markStep } from "../../src/domain/journal/mark-step.js";
import type { EndState } from "../../src/domain/journal/message-state.js";
import { openStep } from "../../src/domain/journal/open-step.js";
import { parkStep } from "../../src/domain/journal/park-step.js";
import { receiveStep } from "../../src/domain/journal/receive-step.js";
import { resolveStep } from "../../src/domain/journal/resolve-step.js";
import { settleStep } from "../../src/domain/journal/settle-step.js";
import { unmarkStep } from "../../src/domain/journal/unmark-step.js";
import type { CrashPolicy } from "../../src/domain/message-class.js";
import { aNote, anId, anOutcome, type JournalStage, roomFor, stageTtlMs } from "../contracts/journal-stage.js";

/** One step of a random history; tokens are counted back from the message's latest. */
type HistoryStep =
  | { readonly kind: "receive"; readonly id: number; readonly digest: string }
  | {
      readonly kind: "open";
      readonly id: number;
      readonly source: Source;
      readonly policy: CrashPolicy;
      readonly payload: string;
    }
  | { readonly kind: "mark" | "unmark" | "again"; readonly id: number; readonly back: number; readonly ahead: number }
  | { readonly kind: "settle"; readonly id: number; readonly back: number; readonly end: EndState }
  | { readonly kind: "park"; readonly id: number; readonly back: number; readonly inMs: number }
  | { readonly kind: "resolve"; readonly id: number; readonly end: "sent" | "failed" }
  | { readonly kind: "take" | "count" }
  | { readonly kind: "read"; readonly id: number }
  | { readonly kind: "announced"; readonly id: number; readonly end: EndState }
  | { readonly kind: "move"; readonly ms: number };

const leaseMs = 10_000;
/** The process that plays. */
const asker = "player";

type Kind<Name extends HistoryStep["kind"]> = Extract<HistoryStep, { kind: Name }>;

const mostly = <Value>(usual: Value, others: fc.Arbitrary<Value>): fc.Arbitrary<Value> =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: others });

const id = mostly(0, fc.constant(1));
const back = mostly(0, fc.integer({ min: -1, max: 2 }));
const ahead = mostly(1, fc.integer({ min: -1, max: 2 }));
const policy = mostly("resend-once" as const, fc.constant("never-resend" as const));
const source = fc.constantFrom("o/0/1", "o/0/2", "due");
/** Digests of two events that use one id, and of one that says nothing of itself. */
const payload = mostly("p", fc.constantFrom("q", ""));
const end = fc.constantFrom<EndState>("sent", "failed", "in-doubt");

const receive = fc.record({ kind: fc.constant("receive" as const), id, digest: fc.constantFrom("d", "e") });
const open: fc.Arbitrary<Kind<"open">> = fc.record({
  kind: fc.constant("open" as const),
  id,
  source,
  policy,
  payload,
});
const attempt = (kind: "mark" | "unmark" | "again"): fc.Arbitrary<HistoryStep> =>
  fc.record({ kind: fc.constant(kind), id, back, ahead });
const settle = (by: fc.Arbitrary<number>, ending: fc.Arbitrary<EndState>): fc.Arbitrary<HistoryStep> =>
  fc.record({ kind: fc.constant("settle" as const), id, back: by, end: ending });
const park = fc.record({ kind: fc.constant("park" as const), id, back, inMs: fc.constantFrom(5_000, 60_000) });
const resolve = fc.record({
  kind: fc.constant("resolve" as const),
  id,
  end: fc.constantFrom("sent" as const, "failed" as const),
});
const take: fc.Arbitrary<HistoryStep> = fc.constant({ kind: "take" });
const count: fc.Arbitrary<HistoryStep> = fc.constant({ kind: "count" });
const read = fc.record({ kind: fc.constant("read" as const), id });
const announced = fc.record({ kind: fc.constant("announced" as const), id, end });
/** Never near a lease's or a record's end: a server's clock runs on by itself. */
const move = (...ms: number[]): fc.Arbitrary<HistoryStep> =>
  fc.record({ kind: fc.constant("move" as const), ms: fc.constantFrom(...ms) });

/** What runs do, and what goes wrong with them, so that histories come far; then any step at any time. */
const phrase: fc.Arbitrary<readonly HistoryStep[]> = fc.oneof(
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
        announced,
        move(4_000, 11_000),
        mostly<HistoryStep>({ kind: "move", ms: 11_000 }, move(7_200_000)),
      )
      .map((step) => [step]),
  },
);

/** Each step, and whether it is asked for again at once, as after a lost answer. */
export const histories: fc.Arbitrary<History> = fc
  .array(fc.tuple(phrase, fc.boolean()), { minLength: 1, maxLength: 14 })
  .map((phrases) => phrases.flatMap(([steps, repeated]) => steps.map((step) => [step, repeated] as const)));
export type History = readonly (readonly [HistoryStep, boolean])[];

/** What the rules make of one message, and the text of its end. */
interface Model {
  record: JournalRecord | undefined;
  end: string;
}

/** Plays a history on a stage and by the domain's rules, and compares every answer; also checks what must hold of any history. */
export const playHistory = async ({ journal, schedule, advance, now: stageNow }: JournalStage, history: History) => {
  const ids = [anId(), anId()];
  const models: Model[] = [
    { record: undefined, end: "" },
    { record: undefined, end: "" },
  ];
  const waiting = new Map<number, { due: number; visibleAt: number }>();
  /** The rules' clock: the stage's, but for what a server's own clock adds meanwhile. */
  let now = stageNow();
  let asked = 0;

  const inDoubt = () => models.filter(({ record }) => record?.state === "in-doubt" && !isGone(record, now)).length;

  const take = async (): Promise<void> => {
    const due = [...waiting].filter(([, { visibleAt }]) => visibleAt <= now);
    const taken = await schedule.take(roomFor(10), leaseMs);
    expect(taken.map(({ messageId }) => ids.indexOf(messageId)).sort()).toEqual(due.map(([at]) => at).sort());
    for (const [at, entry] of due) {
      entry.visibleAt = now + leaseMs;
      const { record } = models[at]!;
      if (record === undefined || !isEnded(record.state)) continue;
      await schedule.done(ids[at]!, taken.find(({ messageId }) => messageId === ids[at])!.take);
      waiting.delete(at);
    }
  };

  const play = async (step: HistoryStep, numbered: number): Promise<void> => {
    if (step.kind === "move") {
      now += step.ms;
      advance(step.ms);
      return;
    }
    if (step.kind === "count") {
      expect(await journal.inDoubtCount()).toBe(inDoubt());
      return;
    }
    if (step.kind === "take") return take();
    if (!("id" in step)) return;
    const model = models[step.id]!;
    if (model.record !== undefined && isGone(model.record, now)) model.record = undefined;
    const before = model.record;
    const id = ids[step.id]!;
    const token = (before?.token ?? 0) - ("back" in step ? step.back : 0);
    const text = `end ${numbered}`;
    /** What the rule answers; where it changes the record, the model follows. */
    const ruled = <Answer>({ record, answer }: Stepped<Answer>): Answer => {
      if (record !== undefined && record !== before) model.record = remember(record, stageTtlMs, now);
      return answer;
    };
    let expected: unknown;
    let answer: unknown;
    switch (step.kind) {
      case "receive": {
        expected = ruled(receiveStep(before, step, now));
        const got = await journal.receive(id, step.digest, `answer ${step.digest}`, aNote);
        answer = got.kind === "repeated" ? { kind: got.kind, published: got.published } : got;
        break;
      }
      case "open": {
        asked += 1;
        const opening = { ...step, leaseMs, keepUntil: 0, asker, asked, dead: "" };
        const rule = ruled(openStep(before, opening, now));
        // How long it is busy depends on the millisecond.
        expected = rule.kind === "busy" ? { kind: "busy" } : rule;
        const got = await journal.open(id, step.source, step.policy, leaseMs, new Date(0), step.payload);
        answer = got.kind === "busy" ? { kind: "busy" } : got;
        if (got.kind !== "settled") break;
        expect(JSON.parse(String(got.outcome.event.value)).status).toBe(model.end);
        const told = got.announced ? "yes" : got.telling ? "perhaps" : "no";
        answer = { kind: got.kind, state: got.state, told };
        break;
      }
      case "mark": {
        const attempt = (before?.attempts ?? 0) + step.ahead;
        expected = ruled(markStep(before, { token, attempt, asker, leaseMs }, now));
        answer = await journal.mark(id, token, attempt, leaseMs);
        break;
      }
      case "unmark":
      case "again": {
        const attempt = (before?.attempts ?? 0) - (step.ahead === 1 ? 0 : step.ahead);
        const rule = step.kind === "unmark" ? unmarkStep : againStep;
        expected = ruled<unknown>(rule(before, { token, attempt, asker }, now));
        answer = await journal[step.kind](id, token, attempt);
        break;
      }
      case "settle":
        expected = ruled(settleStep(before, { token, asker, end: step.end }, now));
        answer = await journal.settle(id, token, step.end, anOutcome(text)).catch((error: Error) => {
          expect(error.message).toContain("settle it as in doubt");
          return "refused";
        });
        break;
      case "park": {
        const due = now + step.inMs;
        expected = ruled(parkStep(before, { token, asker, due, fits: true }, now));
        answer = await journal.park(id, token, new Date(due), Buffer.from("body"), aNote);
        if (model.record !== before) waiting.set(step.id, { due, visibleAt: due });
        break;
      }
      case "resolve":
        expected = ruled(resolveStep(before, step, now));
        answer = await journal.resolve(id, step.end, anOutcome(text));
        break;
      case "announced":
        ruled(announcedStep(before, step));
        await journal.announced(id, step.end);
        break;
      case "read": {
        const entry = await journal.read(id);
        expected = before === undefined ? undefined : { state: shownState(before), sends: before.sends };
        answer = entry === undefined ? undefined : { state: entry.state, sends: entry.sends };
        const states = before?.timeline.map(({ state }) => state);
        expect(entry?.timeline.map(({ state }) => state)).toEqual(states);
        break;
      }
    }
    expect(answer, `${step.kind} by ${token} of a message that was ${before?.state}`).toEqual(expected);
    const { record } = model;
    if (record === undefined || record === before) return;
    const endsNow = isEnded(record.state) && record.state !== before?.state;
    if (endsNow) model.end = text;
    expect(record.sends, "sends never exceed two").toBeLessThanOrEqual(2);
    if (endsNow && record.state === "failed" && record.endedBy !== "resolve" && before?.state !== "sending")
      expect(record.sends, "what may have gone out did not fail").toBe(0);
  };

  for (const [at, [step, repeated]] of history.entries()) {
    await play(step, at);
    if (repeated && step.kind !== "move") await play(step, at);
  }
  advance(2 * stageTtlMs);
  for (const { messageId, take: token } of await schedule.take(roomFor(10), leaseMs))
    await schedule.done(messageId, token);
};
