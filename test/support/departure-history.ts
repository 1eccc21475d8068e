import fc from "fast-check";
import { expect } from "vitest";
import type { Departed, DepartureAsk } from "../../src/application/ports/departures.js";
import { aDeparture, type DeparturesStage } from "../contracts/departures.contract.js";
import { anOutcome } from "../contracts/journal-stage.js";

/** One step of a history of two messages to one number, which share a sum of money. */
type DepartureStep =
  | { readonly kind: "depart"; readonly id: number; readonly source: "o/0/1" | "o/0/2"; readonly hold: Hold }
  | { readonly kind: "repeat" | "open" | "unmark" | "again" | "sent" | "in-doubt"; readonly id: number }
  | { readonly kind: "move"; readonly ms: number };

/** Something that may hold a text back. */
type Hold = "nothing" | "cap" | "limit" | "watched";

const id = fc.constantFrom(0, 0, 1);
const depart: fc.Arbitrary<DepartureStep> = fc.record({
  kind: fc.constant("depart" as const),
  id,
  source: fc.constantFrom("o/0/1" as const, "o/0/1" as const, "o/0/2" as const),
  hold: fc.constantFrom<Hold>("nothing", "nothing", "nothing", "cap", "limit", "watched"),
});
const other = fc.record({
  kind: fc.constantFrom("repeat", "repeat", "open", "unmark", "again", "sent", "in-doubt"),
  id,
}) as fc.Arbitrary<DepartureStep>;
const move: fc.Arbitrary<DepartureStep> = fc.record({ kind: fc.constant("move"), ms: fc.constantFrom(2_000, 11_000) });

export const departureHistories = fc.array(
  fc.oneof({ weight: 4, arbitrary: depart }, { weight: 4, arbitrary: other }, { weight: 2, arbitrary: move }),
  { minLength: 1, maxLength: 14 },
);

const held = (ask: DepartureAsk, hold: Hold): DepartureAsk => {
  switch (hold) {
    case "nothing":
      return ask;
    case "cap":
      return {
        ...ask,
        place: { ...ask.place, caps: [{ of: "class", name: "transactional", window: "hour", most: 1 }] },
      };
    case "limit":
      return { ...ask, charge: { ...ask.charge, lines: ask.charge.lines.map((line) => ({ ...line, limit: 60 })) } };
    case "watched":
      return { ...ask, watched: { line: 0, most: 60 } };
  }
};

/** The part of an answer that does not depend on the millisecond. */
const shown = ({ opened, place, reserved, marked }: Departed) => {
  const { kind, ...rest } = opened;
  const claim = kind === "go" || kind === "in-doubt" ? rest : {};
  const waits = place?.kind === "taken" ? place.waitMs > 0 : undefined;
  return { kind, ...claim, place: place?.kind, waits, reserved: reserved?.kind, marked };
};

/**
 * Plays a history on each stage, and compares all answers. However steps come together, a message departs at most once: a
 * departure is the first send of its life, and nothing that may have gone out is marked by one.
 */
export const playDepartures = async (stages: readonly DeparturesStage[], history: readonly DepartureStep[]) => {
  const first = aDeparture();
  const texts = [first, { ...aDeparture({ who: first.who }), charge: first.charge }].map((text) => ({
    ...text,
    charge: { ...text.charge, messageId: text.id },
  }));
  const played = await Promise.all(
    stages.map(async (stage) => {
      const { departures, journal } = stage.workers[0]!;
      const questions: (() => Promise<Departed>)[] = [];
      const markedBy: Set<unknown>[] = [new Set(), new Set()];
      const answers: unknown[] = [];
      /** Messages of which nothing was asked since their departure. */
      const waits = new Set<number>();
      const ask = async (at: number) => {
        const question = questions[at];
        if (question === undefined) return "none";
        const before = await journal.read(texts[at]!.id);
        const departed = await question();
        if (departed.marked) {
          if (!markedBy[at]!.has(question)) expect(before?.attempts ?? 0).toBe(0);
          markedBy[at]!.add(question);
          expect(departed.opened).toMatchObject({ kind: "go", sends: 0, attempts: 0 });
        }
        return shown(departed);
      };
      const step = async (one: DepartureStep): Promise<unknown> => {
        if (one.kind === "move") return stage.advance(one.ms);
        const text = texts[one.id]!;
        const read = await journal.read(text.id);
        const attempt = read?.attempts ?? 0;
        if (one.kind !== "repeat") waits.delete(one.id);
        switch (one.kind) {
          case "depart":
            questions[one.id] = departures.begin({ ...held(text, one.hold), source: one.source });
            waits.add(one.id);
            return ask(one.id);
          // As after a lost answer, of one that marked; the other text may have left meanwhile.
          case "repeat":
            return waits.has(one.id) && markedBy[one.id]!.has(questions[one.id]) ? ask(one.id) : "none";
          case "open": {
            const opened = await journal.open(text.id, "o/0/1", "resend-once", 20_000, new Date(0), "p");
            return opened.kind;
          }
          case "unmark":
            return journal.unmark(text.id, 1, attempt);
          case "again":
            return journal.again(text.id, 1, attempt);
          default:
            return journal.settle(text.id, 1, one.kind, anOutcome());
        }
      };
      for (const one of history) {
        answers.push(await step(one));
        for (const { id: messageId } of texts) {
          const { state, attempts, sends = 0 } = (await journal.read(messageId)) ?? {};
          expect(sends).toBeLessThanOrEqual(2);
          answers.push([state, attempts, sends]);
        }
      }
      for (const marks of markedBy) expect(marks.size).toBeLessThanOrEqual(1);
      return answers;
    }),
  );
  for (const answers of played) expect(answers).toEqual(played[0]);
};
