import type { PhoneNumberFault } from "../../domain/phone/phone-number.js";
import type { CampaignWindow } from "../../domain/campaign/campaign-terms.js";
import type { CheckedFile, FileFault } from "../../domain/campaign/checked-file.js";

/** One recipient of an audience. */
export interface AudienceRow {
  /** E.164, or with `fault` the words that stood in its place; null once the person was forgotten. */
  readonly to: string | null;
  /** The reason for which `to` is no number: its text is refused with it. */
  readonly fault?: PhoneNumberFault | undefined;
  readonly variables: Readonly<Record<string, string | number>>;
  readonly reference: string | null;
}

/** The rows without what stood in those of a number, each in its place; undefined where it has none. `found`: how many. */
export const withoutNumber = (
  rows: readonly AudienceRow[],
  e164: string,
): { readonly left: readonly AudienceRow[]; readonly found: number } | undefined => {
  const found = rows.filter(({ to }) => to === e164).length;
  if (found === 0) return undefined;
  const left = rows.map((row) => (row.to === e164 ? { to: null, variables: {}, reference: null } : row));
  return { left, found };
};

/** A file that was checked, and the words that it was checked against. */
export interface Audience {
  readonly uploadId: string;
  readonly report: CheckedFile;
  readonly template: string | null;
  /** Digest of the text; null for a template, or where no text was given. */
  readonly text: string | null;
  readonly class: string | null;
  /** The hours that the report counts with. */
  readonly window?: CampaignWindow | undefined;
  /** The reason why the rows behind this line are not among them; undefined: the file was read to its end. */
  readonly unread?: FileFault | undefined;
  readonly createdAt: Date;
}

/**
 * Checked recipients, sealed in chunks of `chunkSize`. Each method is safe to repeat. Rejects with `JournalUnavailable`
 * while the store is away.
 */
export interface Audiences {
  /**
   * Keeps one chunk for `keepMs`; an audience that is never sealed goes by itself. A chunk that is kept stays as it is, for
   * at least as long: who was forgotten in it does not come back.
   */
  add(uploadId: string, chunk: number, rows: readonly AudienceRow[]): Promise<void>;
  /** Keeps faults, behind those before them; beyond 100,000 none is kept. */
  fault(uploadId: string, faults: readonly FileFault[]): Promise<void>;
  /** Says that the audience is whole. */
  seal(audience: Audience): Promise<void>;
  read(uploadId: string): Promise<Audience | undefined>;
  /** Undefined where there is none, or where another key sealed it. */
  chunk(uploadId: string, chunk: number): Promise<readonly AudienceRow[] | undefined>;
  faults(uploadId: string, from: number, limit: number): Promise<readonly FileFault[]>;
  /** Keeps an audience for so long from now. */
  keepFor(uploadId: string, ms: number): Promise<void>;
  /** Empties the rows of a number in every audience that is kept; answers how many. Their places stay. */
  forget(e164: string): Promise<number>;
  /** Memory that the store has left, in bytes; undefined where it has no limit. */
  freeBytes(): Promise<number | undefined>;
}
