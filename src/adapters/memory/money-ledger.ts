import {
  type BudgetWarning,
  bookOf,
  type Charge,
  type MoneyLedger,
  type SendMoney,
} from "../../application/ports/money-ledger.js";
import type { Clock } from "../../application/ports/clock.js";
import { endReservation, type Reservation, weightOf } from "../../domain/money/reservation-step.js";
import { fits, levelsReached, noStanding, type Standing } from "../../domain/money/reserve-step.js";
import type { SpendLine } from "../../domain/money/spend-line.js";

interface Kept {
  readonly charge: Charge;
  readonly reservation: Reservation;
  readonly at: number;
}

const rememberEndedMs = 600_000;
const warnAgainMs = 30_000;

/** Money of one process: forgotten at its end. */
export const createMemoryMoneyLedger = ({ clock }: { readonly clock: Clock }): MoneyLedger => {
  const books = new Map<string, Map<string, Standing>>();
  const sends = new Map<string, Kept>();
  /** Names of settled ones, which are the many, by when they were: nothing of them is asked for again. */
  const settled = new Map<string, number>();
  const told = new Set<string>();
  const pending = new Map<string, { readonly warning: BudgetWarning; readonly claimedUntil: number }>();
  const now = () => clock.now().getTime();
  const idOf = ({ messageId, send }: Pick<SendMoney, "messageId" | "send">) => `${messageId}/${send}`;
  const nameOf = ({ scope, period, level, limit }: BudgetWarning) => [scope, period, level, limit].join("|");
  const standing = (line: SpendLine): Standing => books.get(bookOf(line))?.get(line.scope) ?? noStanding;

  const add = (line: SpendLine, spent: number, reserved: number, isCode: boolean): void => {
    const before = standing(line);
    const book = books.get(bookOf(line)) ?? new Map<string, Standing>();
    books.set(bookOf(line), book);
    book.set(line.scope, {
      spent: before.spent + spent,
      reserved: before.reserved + reserved,
      codes: before.codes + (isCode ? spent + reserved : 0),
    });
  };

  const warn = (
    { scope, period, limit, resetsAt }: SpendLine,
    { spent, reserved }: Standing,
    isFull: boolean,
  ): void => {
    if (limit === undefined) return;
    for (const level of levelsReached(spent + reserved, limit, isFull)) {
      const sums = { spent, reserved, limit, resetsAt: resetsAt?.toISOString() ?? null };
      const warning: BudgetWarning = { scope, period, level, ...sums };
      if (told.has(nameOf(warning))) continue;
      told.add(nameOf(warning));
      pending.set(nameOf(warning), { warning, claimedUntil: 0 });
    }
  };

  const forgetOld = (): void => {
    const before = now() - rememberEndedMs;
    for (const [id, at] of settled) {
      if (at > before) break;
      settled.delete(id);
    }
    for (const [id, { reservation, at }] of sends) {
      if (at > before) return;
      if (reservation.state === "released") sends.delete(id);
    }
  };

  const keep = (id: string, kept: Kept): void => {
    sends.delete(id);
    sends.set(id, kept);
  };

  const end = async (of: SendMoney, state: Exclude<Reservation["state"], "held">, cost = 0): Promise<void> => {
    const kept = sends.get(idOf(of));
    const next = kept === undefined ? undefined : endReservation(kept.reservation, state, cost);
    if (kept === undefined || next === undefined) return;
    const [before, after] = [weightOf(kept.reservation), weightOf(next)];
    const { isCode, lines } = kept.charge;
    for (const line of lines) {
      add(line, after.spent - before.spent, after.reserved - before.reserved, isCode);
      if (next.micros > kept.reservation.micros) warn(line, standing(line), false);
    }
    if (state === "settled") {
      sends.delete(idOf(of));
      settled.set(idOf(of), now());
    } else keep(idOf(of), { ...kept, reservation: next, at: now() });
    forgetOld();
  };

  const sendMoney = ({ charge, reservation }: Kept) => ({
    messageId: charge.messageId,
    send: charge.send,
    books: charge.books,
    micros: reservation.micros,
  });

  return {
    reserve: async (charge) => {
      const { isCode, lines, micros } = charge;
      const known = sends.get(idOf(charge));
      const state = known?.reservation.state;
      if (known !== undefined && state === "held") keep(idOf(charge), { ...known, at: now() });
      else if (state === "released" || (state === undefined && !settled.has(idOf(charge)))) {
        const short = lines.find((line) => !fits(standing(line), line, micros, isCode));
        if (short !== undefined) {
          const { spent, reserved } = standing(short);
          warn(short, standing(short), spent + reserved + micros > short.limit!);
          return { kind: "refused", line: short, standing: standing(short) };
        }
        for (const line of lines) {
          add(line, 0, micros, isCode);
          warn(line, standing(line), false);
        }
        keep(idOf(charge), { charge, reservation: { state: "held", micros }, at: now() });
      }
      return { kind: "reserved", standings: lines.map(standing) };
    },
    settle: (of, micros) => end(of, "settled", micros),
    release: (of) => end(of, "released"),
    doubt: (of) => end(of, "doubt"),
    find: async (messageId, send) => {
      const kept = sends.get(idOf({ messageId, send }));
      const state = kept?.reservation.state;
      return kept !== undefined && (state === "held" || state === "doubt") ? sendMoney(kept) : undefined;
    },
    adjust: async (lines, micros, isCode) => {
      for (const line of lines) {
        const { spent, codes } = standing(line);
        const change = Math.max(micros, -spent);
        add(line, change, 0, false);
        const after = standing(line);
        if (isCode) books.get(bookOf(line))!.set(line.scope, { ...after, codes: codes + Math.max(change, -codes) });
        warn(line, after, false);
      }
    },
    old: async (ms, limit) => {
      const found: Kept[] = [];
      for (const [id, kept] of sends) {
        if (found.length === limit) break;
        if (kept.reservation.state !== "held" || kept.at > now() - ms) continue;
        found.push(kept);
        sends.set(id, { ...kept, at: now() });
      }
      return found.map(sendMoney);
    },
    book: async (book) => new Map(books.get(book)),
    warnings: async () => {
      const mine = [...pending].filter(([, { claimedUntil }]) => claimedUntil < now());
      for (const [name, { warning }] of mine) pending.set(name, { warning, claimedUntil: now() + warnAgainMs });
      return mine.map(([, { warning }]) => warning);
    },
    told: async (warning) => {
      pending.delete(nameOf(warning));
    },
  };
};
