import { bytesPerRecipient } from "../../domain/campaign/bytes-per-recipient.js";
import type { Columns } from "../../domain/campaign/columns.js";
import type { Mend } from "../../domain/campaign/number-cell.js";
import type { RecipientFile } from "../ports/recipient-file.js";
import type { CheckedFile, FileFault } from "../../domain/campaign/checked-file.js";

const mostFaults = 20;

/** Counts kept while a file is read; memory grows by 40 bytes a good row, for the duplicates. */
export class CheckTally {
  readonly faults: FileFault[] = [];
  readonly #parts = new Map<number, number>();
  readonly #mended = new Map<Mend, number>();
  readonly #exclusions = new Map<string, number>();
  readonly #windows = new Map<string | null, number>();
  /** Digits of the good numbers: at most 15, so that a double holds them. */
  readonly #numbers = new Set<number>();
  readonly #told: ((fault: FileFault) => void) | undefined;
  rows = 0;
  good = 0;
  bad = 0;
  duplicates = 0;
  unpriced = 0;
  low = 0;
  high = 0;

  constructor(told: ((fault: FileFault) => void) | undefined) {
    this.#told = told;
  }

  fault(fault: FileFault): void {
    if (this.faults.length < mostFaults) this.faults.push(fault);
    this.#told?.(fault);
  }

  badRow(fault: FileFault): void {
    this.bad += 1;
    this.fault(fault);
  }

  mended(mend: Mend | undefined): void {
    if (mend !== undefined) this.#mended.set(mend, (this.#mended.get(mend) ?? 0) + 1);
  }

  excluded(reason: string): void {
    this.#exclusions.set(reason, (this.#exclusions.get(reason) ?? 0) + 1);
  }

  /** False: the number stands in an earlier good row. */
  isNew(e164: string): boolean {
    const digits = Number(e164.slice(1));
    if (this.#numbers.has(digits)) return false;
    this.#numbers.add(digits);
    return true;
  }

  goodRow(
    parts: number,
    from: string | null,
    price: { readonly low: number; readonly high: number } | undefined,
  ): void {
    this.good += 1;
    this.#parts.set(parts, (this.#parts.get(parts) ?? 0) + 1);
    this.#windows.set(from, (this.#windows.get(from) ?? 0) + 1);
    if (price === undefined) this.unpriced += 1;
    this.low += parts * (price?.low ?? 0);
    this.high += parts * (price?.high ?? 0);
  }

  result(file: RecipientFile, columns: Columns | undefined): CheckedFile {
    const { bad, duplicates, faults, good, high, low, rows, unpriced } = this;
    const excluded = [...this.#exclusions.values()].reduce((sum, count) => sum + count, 0);
    const windows = [...this.#windows].sort(([one], [other]) => (one ?? "").localeCompare(other ?? ""));
    return {
      ...{ hash: file.hash, rows, good, bad, duplicates, excluded },
      exclusions: Object.fromEntries(this.#exclusions),
      parts: Object.fromEntries([...this.#parts].sort(([one], [other]) => one - other)),
      cost: { low, high, currency: "USD" },
      unpriced,
      windows: windows.map(([from, count]) => ({ from, rows: count })),
      ...{ encoding: file.encoding, delimiter: file.delimiter },
      mended: Object.fromEntries(this.#mended),
      unused: columns?.unused ?? [],
      faults,
      redisBytes: good * bytesPerRecipient,
    };
  }
}
