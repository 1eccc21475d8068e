import type { MessageClass } from "../message-class.js";

/** The subject of a choice: one class of texts, or all of them. */
export type ConsentClass = MessageClass | "all";

/** The classes of texts, in the order in which people look at them. */
export const textClasses = ["promotional", "transactional", "otp"] as const satisfies readonly MessageClass[];
export const consentClasses = [...textClasses, "all"] as const satisfies readonly ConsentClass[];

/** `consented` and `withdrawn` speak of a consent with its proof, `opted-in` and `opted-out` of the wish alone. */
export const consentStates = ["opted-out", "opted-in", "consented", "withdrawn"] as const;

export type ConsentState = (typeof consentStates)[number];

/** The source of a choice: the person's own text, AWS's list, a caller, a file, an operator, a receipt. */
export const consentSources = ["keyword", "aws", "api", "import", "console", "receipt"] as const;

export type ConsentSource = (typeof consentSources)[number];

/** One choice of one person, as the ledger keeps it. Holds no number and nothing personal in clear. */
export interface ConsentEntry {
  /** The same choice told twice has the same id. */
  readonly evidenceId: string;
  readonly class: ConsentClass;
  readonly state: ConsentState;
  /** When it was chosen, epoch ms. */
  readonly at: number;
  readonly source: ConsentSource;
  /** The recorder's name, or the keyword of the list: nothing personal. */
  readonly by: string | null;
  /** Number and evidence, sealed, base64; null once the person was forgotten. */
  readonly sealed: string | null;
  /** Keyed hash over the entry and the one before it: it outlives the sealed evidence. */
  readonly hash: string;
}

export const isOut = ({ state }: Pick<ConsentEntry, "state">): boolean =>
  state === "opted-out" || state === "withdrawn";
