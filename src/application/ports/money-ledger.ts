import type { Standing, WarningLevel } from "../../domain/money/reserve-step.js";
import type { SpendLine } from "../../domain/money/spend-line.js";

/** Which send: the message's id, the number of the send from 1, and the periods its money stands in. */
export interface SendMoney {
  readonly messageId: string;
  readonly send: number;
  /** Of its lines, each once; see `booksOf`. */
  readonly books: readonly string[];
}

/** Money that one send asks for. */
export interface Charge extends SendMoney {
  /** Micro-USD, a whole number. */
  readonly micros: number;
  readonly isCode: boolean;
  readonly lines: readonly SpendLine[];
}

export type Reserved =
  /** `standings`: of each line, this reservation included. */
  | { readonly kind: "reserved"; readonly standings: readonly Standing[] }
  /** Nothing was taken; `line` is the first one that lacks the money. */
  | { readonly kind: "refused"; readonly line: SpendLine; readonly standing: Standing };

/** A level that a sum reached, told once per scope, period, level and limit. */
export interface BudgetWarning {
  readonly scope: string;
  readonly period: string;
  readonly level: WarningLevel;
  readonly spent: number;
  readonly reserved: number;
  readonly limit: number;
  /** RFC 3339; null: never. */
  readonly resetsAt: string | null;
}

/**
 * The money spent and reserved, by scope and period, shared by all workers. Every method is one atomic step over all
 * its lines and safe to repeat; steps of one turn of the event loop travel together. Rejects with
 * `JournalUnavailable` when the store does not answer; the step may have been applied.
 */
export interface MoneyLedger {
  /** Takes the money on every line, or on none. The same send again answers as it stands and takes nothing more. */
  reserve(charge: Charge): Promise<Reserved>;
  /** It went out for so much, perhaps more than was reserved: booked on the periods in which it was reserved. */
  settle(of: SendMoney, micros: number): Promise<void>;
  /** It surely did not go out, or a doubt about it was resolved so: the money comes back. */
  release(of: SendMoney): Promise<void>;
  /** It may have gone out: spent, until `settle` or `release` says what became of it. */
  doubt(of: SendMoney): Promise<void>;
  /** The money of a send that is reserved or in doubt. */
  find(messageId: string, send: number): Promise<(SendMoney & { readonly micros: number }) | undefined>;
  /** Adds to what is spent, never below nothing: a receipt told another price. Not safe to repeat. */
  adjust(lines: readonly SpendLine[], micros: number, isCode: boolean): Promise<void>;
  /** Reservations older than so many ms, the oldest first; each goes to one asker in such a time. */
  old(ms: number, limit: number): Promise<readonly (SendMoney & { readonly micros: number })[]>;
  /** Every scope of a book with what stands on it. */
  book(book: string): Promise<ReadonlyMap<string, Standing>>;
  /** Levels reached and not told yet; who gets one has half a minute to tell it and to say so with `told`. */
  warnings(): Promise<readonly BudgetWarning[]>;
  told(warning: BudgetWarning): Promise<void>;
}

/** Sums of one period stand in one book; a campaign's budget has no period, and a book of its own. */
export const bookOf = ({ period, scope }: Pick<SpendLine, "period" | "scope">): string =>
  period === "all" ? scope : period;

export const booksOf = (lines: readonly SpendLine[]): readonly string[] => [...new Set(lines.map(bookOf))];
