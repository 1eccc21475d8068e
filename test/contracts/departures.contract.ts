import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DepartureAsk, Departures } from "../../src/application/ports/departures.js";
import type { Journal, Source } from "../../src/application/ports/journal.js";
import { booksOf, type MoneyLedger } from "../../src/application/ports/money-ledger.js";
import type { RecipientLog } from "../../src/application/ports/recipient-log.js";
import { aNote, anId, anOutcome } from "./journal-stage.js";

/** Departures of several workers on one store, and the parts behind them, by a clock that only the test moves on. */
export interface DeparturesStage {
  readonly workers: readonly DeparturesWorker[];
  advance(ms: number): void;
  close(): Promise<void>;
}

export interface DeparturesWorker {
  readonly departures: Departures;
  readonly journal: Journal;
  readonly moneyLedger: MoneyLedger;
  readonly recipientLog: RecipientLog;
}

const own: Source = "o/0/1";
const micros = 40;

let serial = 0;
/** What a text asks for, with a number and books of its own. */
export const aDeparture = (change: Partial<DepartureAsk> & { readonly limit?: number } = {}): DepartureAsk => {
  serial += 1;
  const { limit, ...rest } = change;
  const id = change.id ?? anId();
  const none = { kept: 0, resetsAt: undefined };
  const lines = [{ ...none, scope: "month", period: `month-${process.pid}-${serial}`, limit }];
  return {
    ...{ id, source: own, policy: "resend-once", keepUntil: new Date(), payload: "p" },
    ...{ openLeaseMs: 20_000, sendLeaseMs: 10_000, who: `${serial}-${Math.random().toString(36).slice(2)}` },
    place: {
      ...{ messageId: id, class: "transactional", template: "t", caps: [], spacingMs: 1_000, horizonMs: 60_000 },
    },
    charge: { messageId: id, send: 1, micros, isCode: false, lines, books: booksOf(lines) },
    watched: undefined,
    ...rest,
  };
};

const capped = (ask: DepartureAsk, most: number): DepartureAsk => ({
  ...ask,
  place: { ...ask.place, caps: [{ of: "class", name: "transactional", window: "minute", most }] },
});

export const departuresContract = (name: string, open: () => Promise<DeparturesStage>): void => {
  describe(`departures in ${name}`, () => {
    let stage: DeparturesStage;
    let worker: DeparturesWorker;
    beforeAll(async () => {
      stage = await open();
      worker = stage.workers[0]!;
    });
    afterAll(() => stage.close());

    const depart = (ask: DepartureAsk, by = worker) => by.departures.begin(ask)();
    const stateOf = async (id: string) => {
      const { state, attempts, sends } = (await worker.journal.read(id)) ?? {};
      return [state, attempts, sends];
    };
    const reservedOf = async ({ charge }: DepartureAsk) =>
      (await worker.moneyLedger.book(charge.books[0]!)).get("month")?.reserved ?? 0;
    const claim = (id: string, source: Source = own) =>
      worker.journal.open(id, source, "resend-once", 20_000, new Date(), "p");

    test("a text that nothing holds back is claimed, has its place and its money, and is marked", async () => {
      const ask = aDeparture({ limit: micros, watched: { line: 0, most: micros } });
      expect(await depart(ask)).toMatchObject({
        opened: { kind: "go", token: 1, sends: 0, attempts: 0 },
        place: { kind: "taken", waitMs: 0 },
        reserved: { kind: "reserved", standings: [{ reserved: micros, spent: 0 }] },
        marked: true,
      });
      expect(await stateOf(ask.id)).toEqual(["sending", 1, 1]);
      expect(await worker.journal.settle(ask.id, 1, "sent", anOutcome())).toBe("written");
    });

    test("the same question again, as after a lost answer, answers as before and takes nothing more", async () => {
      const question = worker.departures.begin(aDeparture());
      const first = await question();
      expect(first.marked).toBe(true);
      expect(await question()).toEqual(first);
      const ask = aDeparture();
      const twice = worker.departures.begin(ask);
      await twice();
      await twice();
      expect(await stateOf(ask.id)).toEqual(["sending", 1, 1]);
      expect(await reservedOf(ask)).toBe(micros);
    });

    test.each([
      ["took its turn and its money", 1_100],
      ["took its turn and its money, after the store was away for longer than places are kept", 61_100],
    ])("the same question again marks as before, though another text %s meanwhile", async (_, ms) => {
      const ask = aDeparture({ watched: { line: 0, most: micros } });
      const question = worker.departures.begin(ask);
      const first = await question();
      stage.advance(ms);
      const other = aDeparture({ who: ask.who });
      const departed = await depart({ ...other, charge: { ...ask.charge, messageId: other.id } }, stage.workers.at(-1));
      expect(departed.marked).toBe(true);
      expect(await question()).toMatchObject({ ...first, reserved: { kind: "reserved" } });
      expect(await stateOf(ask.id)).toEqual(["sending", 1, 1]);
    });

    test("asked again once another run has the message, as after a freeze, it marks nothing", async () => {
      const ask = aDeparture();
      const question = worker.departures.begin(ask);
      expect((await question()).marked).toBe(true);
      stage.advance(11_000);
      const taker = stage.workers.at(-1)!.journal;
      expect(await taker.open(ask.id, "o/0/2", "resend-once", 20_000, new Date(), "p")).toMatchObject({ token: 2 });
      expect((await question()).marked).toBe(false);
      expect(await stateOf(ask.id)).toEqual(["open", 1, 1]);
    });

    test.each(["unmarked", "settled"] as const)(
      "a question that is heard once more after its text was %s marks nothing",
      async (how) => {
        const ask = aDeparture();
        const question = worker.departures.begin(ask);
        await question();
        if (how === "unmarked") await worker.journal.unmark(ask.id, 1, 1);
        else await worker.journal.settle(ask.id, 1, "sent", anOutcome());
        const before = await stateOf(ask.id);
        expect((await question()).marked).toBe(false);
        expect(await stateOf(ask.id)).toEqual(before);
      },
    );

    test.each<readonly [string, (ask: DepartureAsk) => Promise<unknown>, object]>([
      [
        "it ended",
        async ({ id }) => {
          await claim(id);
          await worker.journal.settle(id, 1, "failed", anOutcome());
        },
        { kind: "settled", state: "failed" },
      ],
      [
        "it waits in the schedule",
        async ({ id }) => {
          await claim(id);
          await worker.journal.park(id, 1, new Date(Date.now() + 60_000), Buffer.from("b"), aNote);
        },
        { kind: "parked" },
      ],
      ["another run has it", ({ id }) => claim(id, "o/0/2"), { kind: "busy" }],
      [
        "a send of it began before",
        async ({ id }) => {
          await claim(id);
          await worker.journal.mark(id, 1, 1, 10_000);
          await worker.journal.unmark(id, 1, 1);
        },
        { kind: "go", attempts: 1, sends: 0 },
      ],
      [
        "another event has its id",
        ({ id }) => worker.journal.open(id, own, "resend-once", 20_000, new Date(), "another"),
        { kind: "conflict" },
      ],
    ])("nothing but the journal is asked where %s", async (_, before, opened) => {
      const ask = aDeparture();
      await before(ask);
      const departed = await depart(ask);
      expect(departed).toMatchObject({ opened, marked: false });
      expect([departed.place, departed.reserved]).toEqual([undefined, undefined]);
      expect(await reservedOf(ask)).toBe(0);
      expect(await worker.recipientLog.counts(ask.who, capped(ask, 9).place.caps)).toEqual([0]);
    });

    test("a run that died while sending leaves a text that may have gone: it is not marked as a first one", async () => {
      const ask = aDeparture();
      await depart(ask);
      stage.advance(11_000);
      const departed = await depart(ask);
      expect(departed).toMatchObject({ opened: { kind: "go", token: 2, sends: 1, attempts: 1 }, marked: false });
      expect(departed.place).toBeUndefined();
    });

    test("a cap takes no money and marks nothing; the message is claimed", async () => {
      const ask = capped(aDeparture(), 1);
      await depart(ask);
      const second = capped(aDeparture({ who: ask.who }), 1);
      const departed = await depart(second);
      expect(departed).toMatchObject({ opened: { kind: "go" }, place: { kind: "capped", count: 1 }, marked: false });
      expect(departed.reserved).toBeUndefined();
      expect(await stateOf(second.id)).toEqual(["open", 0, 0]);
      expect(await reservedOf(second)).toBe(0);
    });

    test("a text that waits for another one to its number has its place, and neither money nor mark", async () => {
      const first = aDeparture();
      await depart(first);
      const second = aDeparture({ who: first.who });
      const departed = await depart(second);
      expect(departed).toMatchObject({ place: { kind: "taken" }, marked: false });
      expect(departed.place?.kind === "taken" && departed.place.waitMs).toBeGreaterThan(0);
      expect(departed.reserved).toBeUndefined();
      expect(await stateOf(second.id)).toEqual(["open", 0, 0]);
    });

    test("a limit without room refuses, and marks nothing", async () => {
      const ask = aDeparture({ limit: micros - 1 });
      expect(await depart(ask)).toMatchObject({ reserved: { kind: "refused" }, marked: false });
      expect(await stateOf(ask.id)).toEqual(["open", 0, 0]);
      expect(await reservedOf(ask)).toBe(0);
    });

    test("a watched sum beyond its most is told, and marks nothing: who asked gives the money back", async () => {
      const ask = aDeparture({ watched: { line: 0, most: micros - 1 } });
      expect(await depart(ask)).toMatchObject({
        reserved: { kind: "reserved", standings: [{ reserved: micros }] },
        marked: false,
      });
      expect(await stateOf(ask.id)).toEqual(["open", 0, 0]);
    });

    test("of many workers that ask for one text at one time, one marks it", async () => {
      for (let round = 0; round < 20; round += 1) {
        const ask = aDeparture();
        const asked = stage.workers.flatMap((by, at) =>
          [0, 1].map((copy) => depart({ ...ask, source: `o/${at}/${copy}` }, by)),
        );
        const all = await Promise.all(asked);
        expect(all.filter(({ marked }) => marked)).toHaveLength(1);
        expect(await stateOf(ask.id)).toEqual(["sending", 1, 1]);
        expect(await reservedOf(ask)).toBe(micros);
      }
    });

    test("of many texts to one number at one time one leaves, and the others have their places behind it", async () => {
      const { who } = aDeparture();
      const all = await Promise.all(
        Array.from({ length: 8 }, (_, at) => depart(aDeparture({ who }), stage.workers[at % stage.workers.length])),
      );
      expect(all.filter(({ marked }) => marked)).toHaveLength(1);
      const waits = all.map(({ place }) => (place?.kind === "taken" ? place.waitMs : -1));
      expect(new Set(waits.map((ms) => Math.round(ms / 1_000))).size).toBe(8);
    });
  });
};
