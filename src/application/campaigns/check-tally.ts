import { bytesPerRecipient } from "../../domain/campaign/bytes-per-recipient.js";
import type { Columns } from "../../domain/campaign/columns.js";
import type { Mend } from "../../domain/campaign/number-cell.js";
import { NumberSet } from "../../domain/campaign/number-set.js";
import type { RecipientFile } from "../ports/recipient-file.js";
import type { CheckedFile, CheckedWindow, FileFault } from "../../domain/campaign/checked-file.js";
import { localHour } from "../../domain/country/local-hour.js";

const mostFaults = 20;

type Wait = Extract<CheckedWindow, { readonly zone: string }>;

const byTime = ({ from, zone }: Wait): string => `${from} ${zone}`;

/** Counts kept while a file is read; memory grows by 11 to 21 bytes a good row, for the duplicates. */
export class CheckTally {
  readonly faults: FileFault[] = [];
  readonly #parts = new Map<number, number>();
  readonly #mended = new Map<Mend, number>();
  readonly #exclusions = new Map<string, number>();
  /** By instant and zone. */
  readonly #windows = new Map<string, Wait>();
  #atOnce = 0;
  readonly #numbers = new NumberSet();
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

  /** The reason why the rest was not read: among the first faults, however many rows are bad before it. */
  lastFault(fault: FileFault): void {
    this.faults.splice(mostFaults - 1);
    this.fault(fault);
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
    return this.#numbers.add(Number(e164.slice(1)));
  }

  goodRow(
    parts: number,
    wait: { readonly until: number; readonly zone: string } | undefined,
    price: { readonly low: number; readonly high: number } | undefined,
  ): void {
    this.good += 1;
    this.#parts.set(parts, (this.#parts.get(parts) ?? 0) + 1);
    if (wait === undefined) this.#atOnce += 1;
    else {
      const { until, zone } = wait;
      const name = `${until} ${zone}`;
      const known = this.#windows.get(name) ?? {
        ...{ from: new Date(until).toISOString(), zone, rows: 0 },
        ...localHour(zone, until),
      };
      this.#windows.set(name, { ...known, rows: known.rows + 1 });
    }
    if (price === undefined) this.unpriced += 1;
    this.low += parts * (price?.low ?? 0);
    this.high += parts * (price?.high ?? 0);
  }

  result(file: RecipientFile, columns: Columns | undefined): CheckedFile {
    const { bad, duplicates, faults, good, high, low, rows, unpriced } = this;
    const excluded = [...this.#exclusions.values()].reduce((sum, count) => sum + count, 0);
    const waits = [...this.#windows.values()].sort((one, other) => (byTime(one) < byTime(other) ? -1 : 1));
    return {
      ...{ hash: file.hash, rows, good, bad, duplicates, excluded },
      exclusions: Object.fromEntries(this.#exclusions),
      parts: Object.fromEntries([...this.#parts].sort(([one], [other]) => one - other)),
      cost: { low, high, currency: "USD" },
      unpriced,
      windows: [...(this.#atOnce === 0 ? [] : [{ from: null, rows: this.#atOnce }]), ...waits],
      ...{ encoding: file.encoding, delimiter: file.delimiter },
      mended: Object.fromEntries(this.#mended),
      unused: columns?.unused ?? [],
      faults,
      redisBytes: good * bytesPerRecipient,
    };
  }
}
