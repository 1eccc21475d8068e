import {
  type BudgetWarning,
  bookOf,
  type Charge,
  type MoneyLedger,
  type SendMoney,
} from "../../../application/ports/money-ledger.js";
import type { ReservationState } from "../../../domain/money/reservation-step.js";
import { ownRecord } from "../../../domain/own-record.js";
import type { Standing } from "../../../domain/money/reserve-step.js";
import type { SpendLine } from "../../../domain/money/spend-line.js";
import type { Argument } from "../server/connection.js";
import type { Steps } from "../journal/batched-steps.js";

interface KeptReservation {
  readonly a: string;
  readonly b: readonly string[];
}

/** Its claim, scope, period, level, spent, reserved, limit and reset, as the script writes them. */
type KeptWarning = readonly [number, string, string, BudgetWarning["level"], string, string, string, string];

const warningFields = ["number", "string", "string", "number", "string", "string", "string", "string"] as const;

/** Every send has this many places for books; an unused place is never touched. */
const places = 3;
const idOf = ({ messageId, send }: Pick<SendMoney, "messageId" | "send">): string => `${messageId}/${send}`;
const bookKey = (book: string): string => `book:${book}`;
const noBook = bookKey("none");
const bookKeys = (books: readonly string[]): readonly string[] => {
  const keys = books.map(bookKey);
  while (keys.length < places) keys.push(noBook);
  return keys;
};

/**
 * The place of a settled send: one of many hashes, chosen by the UUID's bits, and in it a field of the UUID's bytes and
 * the number of the send. A hash has at most 128 fields, at 1,700 texts a second, so that Redis keeps it packed.
 */
const settledOf = ({ messageId, send }: Pick<SendMoney, "messageId" | "send">) => {
  const digits = messageId.replaceAll("-", "");
  const bits = Number.parseInt(digits.slice(0, 4), 16);
  const place = Number.isNaN(bits) ? 0 : bits % 8_192;
  const bytes = digits.length === 32 ? Buffer.from(digits, "hex") : Buffer.from(messageId);
  return { place, name: Buffer.concat([bytes, Buffer.from(`/${send}`)]) };
};

const sendKeys = (books: readonly string[], place: number): readonly string[] => [
  ...bookKeys(books),
  ...["held", "held-at", "ended", "ended-at", "pending"],
  ...[`settled:${place}:a`, `settled:${place}:b`],
];

/** The lines and books of a kind of text as a script is told of them; many texts share them. */
interface TextOfLines {
  readonly books: readonly string[];
  readonly asked: readonly [lines: string, books: string];
}

const linesText = (lines: readonly SpendLine[], books: readonly string[]): string =>
  JSON.stringify(
    lines.map((line) => [
      books.indexOf(bookOf(line)) + 1,
      line.scope,
      line.limit ?? -1,
      line.kept,
      line.resetsAt?.toISOString() ?? "",
    ]),
  );

const standingOf = ([spent, reserved, codes]: readonly unknown[]): Standing => ({
  spent: Number(String(spent)),
  reserved: Number(String(reserved)),
  codes: Number(String(codes)),
});

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
  const known = new WeakMap<readonly SpendLine[], TextOfLines>();
  const textOf = (lines: readonly SpendLine[], books: readonly string[]): TextOfLines["asked"] => {
    const text = known.get(lines);
    if (text !== undefined && text.books === books) return text.asked;
    const asked = [linesText(lines, books), JSON.stringify(books)] as const;
    known.set(lines, { books, asked });
    return asked;
  };
  const ask = (op: string, keys: readonly string[], args: readonly Argument[]) =>
    steps({ op, tag: "money", keys, args });
  const end = async (of: SendMoney, ending: ReservationState, cost = 0): Promise<void> => {
    const { name, place } = settledOf(of);
    await ask("moneyEnd", sendKeys(of.books, place), [idOf(of), name, ending, String(cost)]);
  };
  return {
    reserve: async (charge: Charge) => {
      const { books, isCode, lines, micros } = charge;
      const { name, place } = settledOf(charge);
      const asked = [String(micros), isCode ? "1" : "0", ...textOf(lines, books)];
      const [word, first, ...rest] = await ask("moneyReserve", sendKeys(books, place), [idOf(charge), name, ...asked]);
      return String(word) === "refused"
        ? { kind: "refused", line: lines[Number(first) - 1]!, standing: standingOf(rest) }
        : { kind: "reserved", standings: (first as readonly (readonly unknown[])[]).map(standingOf) };
    },
    settle: (of, micros) => end(of, "settled", micros),
    release: (of) => end(of, "released"),
    doubt: (of) => end(of, "doubt"),
    find: async (messageId, send) => {
      const id = idOf({ messageId, send });
      const [word, kept] = await ask("moneyFind", ["held"], [id]);
      return String(word) === "found" ? sendMoneyOf(id, String(kept)) : undefined;
    },
    adjust: async (lines, micros, isCode) => {
      const books = [...new Set(lines.map(bookOf))];
      const args = [linesText(lines, books), JSON.stringify(books), String(micros), isCode ? "1" : "0"];
      await ask("moneyAdjust", [...bookKeys(books), "pending"], args);
    },
    old: async (ms, limit) => {
      const [, found] = await ask("moneyOld", ["held", "held-at"], [String(ms), String(limit)]);
      return (found as readonly (readonly unknown[])[]).map(([id, kept]) => sendMoneyOf(String(id), String(kept)));
    },
    book: async (book) => {
      const [, flat] = await ask("moneyBook", [bookKey(book)], []);
      const sums = new Map<string, { spent: number; reserved: number; codes: number }>();
      const names = { s: "spent", r: "reserved", c: "codes" } as const;
      const fields = (flat as readonly unknown[]).map(String);
      for (let at = 0; at < fields.length; at += 2) {
        const [scope = "", kind = "", level] = fields[at]!.split("|");
        if (level !== undefined || !(kind in names)) continue;
        const sum = sums.get(scope) ?? { spent: 0, reserved: 0, codes: 0 };
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
