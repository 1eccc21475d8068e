import type { Standing, WarningLevel } from "../../domain/money/reserve-step.js";
import type { SpendLine } from "../../domain/money/spend-line.js";

/** One send: the message's id, the number of the send from 1, and the periods of its money. */
export interface SendMoney {
  readonly messageId: string;
  readonly send: number;
  /** The books of its lines, each once; see `booksOf`. */
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
  /**
   * Takes the money on every line, or on none. The same send again answers the present standings and takes nothing
   * more.
   */
  reserve(charge: Charge): Promise<Reserved>;
  /**
   * Books the cost of a text that went out, perhaps more than was reserved, on the periods in which it was reserved.
   */
  settle(of: SendMoney, micros: number): Promise<void>;
  /** Gives the money back: the text surely did not go out, or a doubt about it was resolved so. */
  release(of: SendMoney): Promise<void>;
  /** Counts the money as spent, because the text may have gone out, until `settle` or `release` decides. */
  doubt(of: SendMoney): Promise<void>;
  /** The money of a send that is reserved or in doubt. */
  find(messageId: string, send: number): Promise<(SendMoney & { readonly micros: number }) | undefined>;
  /** Adds to the spent sum, never below nothing, when a receipt told another price. Not safe to repeat. */
  adjust(lines: readonly SpendLine[], micros: number, isCode: boolean): Promise<void>;
  /** Reservations older than this many ms, the oldest first; each goes to one asker within that time. */
  old(ms: number, limit: number): Promise<readonly (SendMoney & { readonly micros: number })[]>;
  /** Every scope of a book with its standing. */
  book(book: string): Promise<ReadonlyMap<string, Standing>>;
  /**
   * Levels reached and not told yet; the worker that gets one has half a minute to tell it and to confirm with
   * `told`.
   */
  warnings(): Promise<readonly BudgetWarning[]>;
  told(warning: BudgetWarning): Promise<void>;
}

/** Sums of one period are kept in one book; a campaign's budget has no period, and a book of its own. */
export const bookOf = ({ period, scope }: Pick<SpendLine, "period" | "scope">): string =>
  period === "all" ? scope : period;

export const booksOf = (lines: readonly SpendLine[]): readonly string[] => [...new Set(lines.map(bookOf))];
