import { noStanding } from "../../../domain/money/reserve-step.js";
import {
  type BudgetWarning,
  bookOf,
  type MoneyLedger,
  type SendMoney,
} from "../../../application/ports/money-ledger.js";
import type { ReservationState } from "../../../domain/money/reservation-step.js";
import { ownRecord } from "../../../domain/own-record.js";
import type { Argument } from "../server/connection.js";
import type { Steps } from "../journal/batched-steps.js";
import { bookKeys } from "./book-keys.js";
import { linesText } from "./lines-text.js";
import { moneyReserve } from "./money-reserve.js";
import { sendPlace } from "./send-place.js";

interface KeptReservation {
  readonly a: string;
  readonly b: readonly string[];
}

/** Its claim, scope, period, level, spent, reserved, limit and reset, as the script writes them. */
type KeptWarning = readonly [number, string, string, BudgetWarning["level"], string, string, string, string];

const warningFields = ["number", "string", "string", "number", "string", "string", "string", "string"] as const;

const warningName = ({ scope, period, level, limit }: BudgetWarning): string => [scope, period, level, limit].join("|");

const sendMoneyOf = (id: string, kept: string): SendMoney & { readonly micros: number } => {
  const { a, b } = ownRecord<KeptReservation>("money of a send", kept, { a: "string", b: "array" });
  const slash = id.lastIndexOf("/");
  return { messageId: id.slice(0, slash), send: Number(id.slice(slash + 1)), books: b, micros: Number(a) };
};

const warningOf = (text: string): BudgetWarning => {
  const kept = ownRecord<KeptWarning>("a warning of money", text, warningFields);
  const [, scope, period, level, spent, reserved, limit, resetsAt] = kept;
  const sums = { spent: Number(spent), reserved: Number(reserved), limit: Number(limit) };
  return { scope, period, level, ...sums, resetsAt: resetsAt === "" ? null : resetsAt };
};

/** Money shared by all workers, in Redis: one hash tag, and so one server of a cluster. */
export const createRedisMoneyLedger = (steps: Steps): MoneyLedger => {
  const ask = (op: string, keys: readonly string[], args: readonly Argument[]) =>
    steps({ op, tag: "money", keys, args });
  const end = async (of: SendMoney, ending: ReservationState, cost = 0): Promise<void> => {
    const { id, keys, name } = sendPlace(of);
    const [word, books] = await ask("moneyEnd", keys, [id, name, ending, String(cost)]);
    if (String(word) === "elsewhere")
      await end({ ...of, books: (books as readonly unknown[]).map(String) }, ending, cost);
  };
  return {
    reserve: async (charge) => moneyReserve.answer(charge, await steps(moneyReserve.step(charge))),
    settle: (of, micros) => end(of, "settled", micros),
    release: (of) => end(of, "released"),
    doubt: (of) => end(of, "doubt"),
    find: async (messageId, send) => {
      const id = `${messageId}/${send}`;
      const [word, kept] = await ask("moneyFind", ["held"], [id]);
      return String(word) === "found" ? sendMoneyOf(id, String(kept)) : undefined;
    },
    adjust: async (lines, micros, isCode) => {
      const books = [...new Set(lines.map(bookOf))];
      const text = linesText(lines, books);
      const args = [text.lines, text.books, String(micros), isCode ? "1" : "0"];
      await ask("moneyAdjust", [...bookKeys(books), "pending"], args);
    },
    old: async (ms, limit) => {
      const [, found] = await ask("moneyOld", ["held", "held-at"], [String(ms), String(limit)]);
      return (found as readonly (readonly unknown[])[]).map(([id, kept]) => sendMoneyOf(String(id), String(kept)));
    },
    book: async (book) => {
      const [, flat] = await ask("moneyBook", bookKeys([book]).slice(0, 1), []);
      const sums = new Map<string, { spent: number; reserved: number; codes: number }>();
      const names = { s: "spent", r: "reserved", c: "codes" } as const;
      const fields = (flat as readonly unknown[]).map(String);
      for (let at = 0; at < fields.length; at += 2) {
        const [scope = "", kind = "", level] = fields[at]!.split("|");
        if (level !== undefined || !(kind in names)) continue;
        const sum = sums.get(scope) ?? { ...noStanding };
        sum[names[kind as keyof typeof names]] = Number(fields[at + 1]);
        sums.set(scope, sum);
      }
      return sums;
    },
    warnings: async () => {
      const [, found] = await ask("moneyWarnings", ["pending"], []);
      return (found as readonly unknown[]).map((text) => warningOf(String(text)));
    },
    told: async (warning) => {
      await ask("moneyTold", ["pending"], [warningName(warning)]);
    },
  };
};
