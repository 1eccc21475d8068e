import type { LocalHour } from "../country/local-hour.js";
import type { Mend } from "./number-cell.js";

/** One thing wrong in a file, where a person finds it in a spreadsheet. */
export interface FileFault {
  /** The first line of the row, from 1. */
  readonly line: number;
  /** The heading; null where the whole row or file is meant. */
  readonly column: string | null;
  /** The cell, cleaned and cut. */
  readonly value?: string;
  readonly fault: string;
}

/** Rows that go together: at once, or once their window opens. */
export type CheckedWindow =
  | { readonly from: null; readonly rows: number }
  | ({
      /** RFC 3339. */
      readonly from: string;
      /** IANA: where the clocks are that `local` and `words` tell. */
      readonly zone: string;
      readonly rows: number;
    } & LocalHour);

/** The result of checking a file of recipients, before anything is sent. Money in micro-USD. */
export interface CheckedFile {
  /** SHA-256 of its bytes, hex: proof that the checked file is the file that is sent. */
  readonly hash: string;
  readonly rows: number;
  /** Rows whose text can go: `rows` is the sum of these four. */
  readonly good: number;
  readonly bad: number;
  /** Rows whose number stands in an earlier good row: a number gets one text. */
  readonly duplicates: number;
  /** Rows whose person may not be texted: opted out, or capped. */
  readonly excluded: number;
  /** Counts by reason. */
  readonly exclusions: Readonly<Record<string, number>>;
  /** Good rows by the parts that their text takes. */
  readonly parts: Readonly<Record<string, number>>;
  /** From the cheapest to the dearest route that the price book knows. */
  readonly cost: { readonly low: number; readonly high: number; readonly currency: "USD" };
  /** Good rows to countries without a price. */
  readonly unpriced: number;
  /** Good rows by when they may go, and by zone where they wait. */
  readonly windows: readonly CheckedWindow[];
  readonly encoding: string;
  readonly delimiter: string;
  /** Cells that a spreadsheet had changed and that could be read nevertheless. */
  readonly mended: Readonly<Partial<Record<Mend, number>>>;
  /** Headings that no variable uses. */
  readonly unused: readonly string[];
  /** The first 20. */
  readonly faults: readonly FileFault[];
  /** Redis memory the campaign needs while it runs. */
  readonly redisBytes: number;
}
