import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bookOf, booksOf, type Charge, type MoneyLedger } from "../../src/application/ports/money-ledger.js";
import { noMoneyLimits } from "../../src/domain/money/money-limits.js";
import { type SpendLine, spendLinesOf } from "../../src/domain/money/spend-line.js";
import { spendPeriodsAt } from "../../src/domain/money/spend-periods.js";

/** A ledger whose clock only the test moves on; `others` are other workers' over the same store. */
export interface MoneyStage {
  readonly ledger: MoneyLedger;
  readonly others: readonly MoneyLedger[];
  advance(ms: number): void;
  close(): Promise<void>;
}

let serial = 0;
/** A year of its own for each test, since stages share a server. */
const aDay = (): number => {
  serial += 1;
  return Date.UTC(2030 + serial, 10, 26, 12);
};

interface Given {
  readonly month?: number;
  readonly day?: number;
  readonly campaign?: number;
  readonly otpReserve?: number;
}

const linesAt = (at: number, { campaign, ...limits }: Given = {}): readonly SpendLine[] =>
  spendLinesOf(
    { ...noMoneyLimits, ...limits },
    {
      class: "transactional",
      country: "IN",
      caller: undefined,
      campaign: campaign === undefined ? undefined : { id: `c-${at}`, budgetMicros: campaign },
    },
    spendPeriodsAt("UTC", at),
  );

const aCharge = (lines: readonly SpendLine[], micros: number, change: Partial<Charge> = {}): Charge => {
  serial += 1;
  return { messageId: `m-${serial}`, send: 1, micros, isCode: false, lines, books: booksOf(lines), ...change };
};

export const moneyLedgerContract = (name: string, open: () => Promise<MoneyStage>): void => {
  describe(`money in ${name}`, () => {
    let stage: MoneyStage;
    beforeAll(async () => {
      stage = await open();
    });
    afterAll(() => stage.close());

    const sum = async (lines: readonly SpendLine[], scope = "month") => {
      const line = lines.find((one) => one.scope === scope)!;
      const { spent = 0, reserved = 0 } = (await stage.ledger.book(bookOf(line))).get(scope) ?? {};
      return [spent, reserved];
    };
    const warningsOf = async (lines: readonly SpendLine[]) => {
      const mine = (await stage.ledger.warnings()).filter(({ period }) => lines.some((line) => line.period === period));
      for (const warning of mine) await stage.ledger.told(warning);
      return mine.map(({ level, limit, scope }) => `${scope} ${level} of ${limit}`).sort();
    };

    test("a reservation stands on every line; settled, it is spent for what it cost", async () => {
      const lines = linesAt(aDay(), { month: 1_000, campaign: 500 });
      const charge = aCharge(lines, 100);
      expect(await stage.ledger.reserve(charge)).toEqual({
        kind: "reserved",
        standings: lines.map(() => ({ spent: 0, reserved: 100, codes: 0 })),
      });
      expect([await sum(lines), await sum(lines, "day")]).toEqual([
        [0, 100],
        [0, 100],
      ]);
      await stage.ledger.settle(charge, 90);
      const campaign = lines.at(-1)!.scope;
      expect([await sum(lines), await sum(lines, "day"), await sum(lines, campaign)]).toEqual(Array(3).fill([90, 0]));
    });

    test("the same send asked for again takes nothing more, held or settled; another send does", async () => {
      const lines = linesAt(aDay());
      const charge = aCharge(lines, 100);
      for (let n = 0; n < 3; n += 1) await stage.ledger.reserve(charge);
      expect(await sum(lines)).toEqual([0, 100]);
      await stage.ledger.settle(charge, 100);
      await stage.ledger.reserve(charge);
      await stage.ledger.settle(charge, 100);
      expect(await sum(lines)).toEqual([100, 0]);
      await stage.ledger.reserve({ ...charge, send: 2 });
      expect(await sum(lines)).toEqual([100, 100]);
    });

    test("a settled send is remembered for ten minutes at least, however much is settled after it", async () => {
      const lines = linesAt(aDay());
      const charge = aCharge(lines, 100);
      await stage.ledger.reserve(charge);
      await stage.ledger.settle(charge, 90);
      stage.advance(590_000);
      const later = Array.from({ length: 20 }, () => aCharge(lines, 1));
      await Promise.all(later.map((one) => stage.ledger.reserve(one)));
      await Promise.all(later.map((one) => stage.ledger.settle(one, 1)));
      await stage.ledger.reserve(charge);
      for (const act of ["doubt", "release"] as const) await stage.ledger[act](charge);
      expect(await sum(lines)).toEqual([110, 0]);
    });

    test("a text that does not fit takes nothing from any line, and names the first that lacks the money", async () => {
      const lines = linesAt(aDay(), { month: 1_000, day: 150 });
      await stage.ledger.reserve(aCharge(lines, 100));
      const refused = await stage.ledger.reserve(aCharge(lines, 51));
      expect(refused).toMatchObject({ kind: "refused", line: { scope: "day" }, standing: { spent: 0, reserved: 100 } });
      expect([await sum(lines), await sum(lines, "day")]).toEqual([
        [0, 100],
        [0, 100],
      ]);
      expect(await stage.ledger.reserve(aCharge(lines, 50))).toMatchObject({ kind: "reserved" });
    });

    test("released, the money is back; a doubt stays spent until it is released or settled", async () => {
      const lines = linesAt(aDay(), { month: 100 });
      const [first, second] = [aCharge(lines, 60), aCharge(lines, 60)];
      await stage.ledger.reserve(first);
      expect(await stage.ledger.reserve(second)).toMatchObject({ kind: "refused" });
      await stage.ledger.release(first);
      expect(await sum(lines)).toEqual([0, 0]);
      await stage.ledger.reserve(second);
      await stage.ledger.doubt(second);
      expect(await sum(lines)).toEqual([60, 0]);
      expect(await stage.ledger.find(second.messageId, 1)).toMatchObject({ books: second.books, micros: 60 });
      await stage.ledger.release(second);
      expect([await sum(lines), await stage.ledger.find(second.messageId, 1)]).toEqual([[0, 0], undefined]);
    });

    test("what was taken for unsent and went out all the same is booked, over the limit", async () => {
      const lines = linesAt(aDay(), { month: 100 });
      const swept = aCharge(lines, 60);
      await stage.ledger.reserve(swept);
      await stage.ledger.release(swept);
      await stage.ledger.reserve(aCharge(lines, 100));
      await stage.ledger.settle(swept, 60);
      expect(await sum(lines)).toEqual([60, 100]);
    });

    test("what is settled after midnight lands in the day in which it was reserved", async () => {
      const at = aDay();
      const [before, after] = [linesAt(at), linesAt(at + 86_400_000)];
      const charge = aCharge(before, 70);
      await stage.ledger.reserve(charge);
      stage.advance(86_400_000);
      await stage.ledger.settle(charge, 70);
      expect([await sum(before, "day"), await sum(after, "day")]).toEqual([
        [70, 0],
        [0, 0],
      ]);
    });

    test.each(["settle", "release", "doubt"] as const)(
      "a send that is asked for again after midnight keeps the day of its reservation: %s",
      async (act) => {
        const at = aDay();
        const [before, after] = [linesAt(at), linesAt(at + 86_400_000)];
        const charge = aCharge(before, 70);
        await stage.ledger.reserve(charge);
        stage.advance(86_400_000);
        const again = { ...charge, lines: after, books: booksOf(after) };
        await stage.ledger.reserve(again);
        await stage.ledger[act](again, 70);
        const spent = act === "release" ? 0 : 70;
        expect([await sum(before, "day"), await sum(after, "day"), await sum(before)]).toEqual([
          [spent, 0],
          [0, 0],
          [spent, 0],
        ]);
      },
    );

    test("one-time codes alone draw on what is kept for them", async () => {
      const lines = linesAt(aDay(), { month: 1_000, otpReserve: 0.1 });
      await stage.ledger.reserve(aCharge(lines, 900));
      expect(await stage.ledger.reserve(aCharge(lines, 1))).toMatchObject({ kind: "refused" });
      const code = aCharge(lines, 60, { isCode: true });
      expect(await stage.ledger.reserve(code)).toMatchObject({ kind: "reserved" });
      expect(await stage.ledger.reserve(aCharge(lines, 41, { isCode: true }))).toMatchObject({ kind: "refused" });
      await stage.ledger.release(code);
      expect(await stage.ledger.reserve(aCharge(lines, 1))).toMatchObject({ kind: "refused" });
    });

    test("each level is told once; another limit arms them again; a full one counts as reached", async () => {
      const at = aDay();
      const lines = linesAt(at, { month: 1_000 });
      await stage.ledger.reserve(aCharge(lines, 499));
      expect(await warningsOf(lines)).toEqual([]);
      await stage.ledger.reserve(aCharge(lines, 1));
      await stage.ledger.reserve(aCharge(lines, 320));
      await stage.ledger.reserve(aCharge(lines, 10));
      expect(await warningsOf(lines)).toEqual(["month 50 of 1000", "month 80 of 1000"]);
      expect(await stage.ledger.reserve(aCharge(lines, 171))).toMatchObject({ kind: "refused" });
      expect(await warningsOf(lines)).toEqual(["month 100 of 1000"]);
      const raised = linesAt(at, { month: 1_600 });
      await stage.ledger.reserve(aCharge(raised, 10));
      expect(await warningsOf(lines)).toEqual(["month 50 of 1600"]);
      const lowered = linesAt(at, { month: 100 });
      expect(await stage.ledger.reserve(aCharge(lowered, 1))).toMatchObject({ kind: "refused" });
      expect(await warningsOf(lines)).toEqual([
        "month 100 of 100",
        "month 50 of 100",
        "month 80 of 100",
        "month 95 of 100",
      ]);
    });

    test("a warning that nobody told of comes back after half a minute", async () => {
      const lines = linesAt(aDay(), { day: 100 });
      await stage.ledger.reserve(aCharge(lines, 50));
      const mine = async () => (await stage.ledger.warnings()).filter(({ period }) => period === lines[1]!.period);
      expect([(await mine()).length, (await mine()).length]).toEqual([1, 0]);
      stage.advance(30_001);
      const [again] = await mine();
      expect(again).toMatchObject({ scope: "day", level: 50, spent: 0, reserved: 50, limit: 100 });
      await stage.ledger.told(again!);
      stage.advance(30_001);
      expect(await mine()).toEqual([]);
    });

    test("old reservations are found once in a while, and ended ones not", async () => {
      const lines = linesAt(aDay());
      const [ended, left] = [aCharge(lines, 5), aCharge(lines, 7)];
      for (const charge of [ended, left]) await stage.ledger.reserve(charge);
      await stage.ledger.settle(ended, 5);
      const found = async () =>
        (await stage.ledger.old(60_000, 1_000)).filter(({ books }) => books[0] === left.books[0]);
      expect(await found()).toEqual([]);
      stage.advance(60_001);
      expect(await found()).toEqual([{ messageId: left.messageId, send: 1, books: left.books, micros: 7 }]);
      expect(await found()).toEqual([]);
    });

    test("a receipt's price is added, never below nothing", async () => {
      const lines = linesAt(aDay());
      await stage.ledger.adjust(lines, 50, false);
      await stage.ledger.adjust(lines, -20, false);
      expect(await sum(lines)).toEqual([30, 0]);
      await stage.ledger.adjust(lines, -100, false);
      expect(await sum(lines)).toEqual([0, 0]);
    });

    test("any prices of receipts leave at least nothing spent, on a book that nothing was booked on too", () =>
      fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(fc.constantFrom(-700, -20, -0, 0, 50, 900), fc.boolean()), { minLength: 1, maxLength: 6 }),
          async (prices) => {
            const lines = linesAt(aDay());
            const month = lines.find(({ scope }) => scope === "month")!;
            let [spent, codes] = [0, 0];
            for (const [micros, isCode] of prices) {
              const change = Math.max(micros, -spent);
              spent += change;
              if (isCode) codes += Math.max(change, -codes);
              await stage.ledger.adjust(lines, micros, isCode);
            }
            const { spent: kept = 0, codes: keptCodes = 0 } =
              (await stage.ledger.book(bookOf(month))).get("month") ?? {};
            expect([kept, keptCodes]).toEqual([spent, codes]);
          },
        ),
        { numRuns: 60, examples: [[[[-700, true]]], [[[-700, false]]], [[[-0, true]]]] },
      ));

    test("of many workers racing for the last of it, exactly as many win as there is money for, warned once", async () => {
      const lines = linesAt(aDay(), { month: 1_000, campaign: 1_000 });
      const workers = [stage.ledger, ...stage.others];
      const tries = Array.from({ length: 150 }, (_, n) => workers[n % workers.length]!.reserve(aCharge(lines, 10)));
      const won = (await Promise.all(tries)).filter(({ kind }) => kind === "reserved").length;
      expect([won, await sum(lines)]).toEqual([100, [0, 1_000]]);
      const told = (await Promise.all(workers.map((worker) => worker.warnings())))
        .flat()
        .filter(({ period, scope }) => scope === "month" && period === lines[0]!.period);
      expect(told.map(({ level }) => level).sort((one, other) => one - other)).toEqual([50, 80, 95, 100]);
    });

    test("any interleaving of reserve, settle, release, doubt and crash keeps within the limit and ends in the truth", () =>
      fc.assert(
        fc.asyncProperty(
          fc.array(
            fc.record({
              message: fc.integer({ min: 0, max: 5 }),
              act: fc.constantFrom("reserve", "reserve", "settle", "release", "doubt"),
              worker: fc.nat({ max: 2 }),
              // The day by which the worker asks: another one after midnight.
              day: fc.constantFrom(0, 1),
            }),
            { maxLength: 40 },
          ),
          async (acts) => {
            const limit = 300;
            const at = aDay();
            const days = [linesAt(at, { month: limit }), linesAt(at + 86_400_000, { month: limit })] as const;
            const [lines] = days;
            const charges = Array.from({ length: 6 }, (_, n) => aCharge(lines, 50 + 20 * n));
            const states = charges.map(() => "none");
            const reservedOn = charges.map(() => 0);
            const workers = [stage.ledger, ...stage.others];
            for (const { message, act, worker, day } of acts) {
              const charge = { ...charges[message]!, lines: days[day]!, books: booksOf(days[day]!) };
              const ledger = workers[worker % workers.length]!;
              const state = states[message]!;
              if (act === "reserve") {
                const { kind } = await ledger.reserve(charge);
                if (kind === "reserved" && (state === "none" || state === "released")) {
                  states[message] = "held";
                  reservedOn[message] = day;
                }
              } else if (state === "none") continue;
              // A crash: what was swept as unsent never went out here, so nothing is booked over the limit.
              else if (state === "released" && act !== "release") continue;
              else {
                if (act === "settle") await ledger.settle(charge, charge.micros);
                else if (act === "release") await ledger.release(charge);
                else await ledger.doubt(charge);
                if (state !== "settled")
                  states[message] = { settle: "settled", release: "released", doubt: "doubt" }[act];
              }
              const [spent = 0, reserved = 0] = await sum(lines);
              expect(spent + reserved).toBeLessThanOrEqual(limit);
            }
            const total = (of: readonly string[], on: readonly number[] = [0, 1]) =>
              charges.reduce(
                (all, { micros }, n) => all + (of.includes(states[n]!) && on.includes(reservedOn[n]!) ? micros : 0),
                0,
              );
            expect(await sum(lines)).toEqual([total(["settled", "doubt"]), total(["held"])]);
            for (const [day, its] of days.entries())
              expect(await sum(its, "day")).toEqual([total(["settled", "doubt"], [day]), total(["held"], [day])]);
          },
        ),
        { numRuns: 30 },
      ));
  });
};
