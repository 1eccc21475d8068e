import { type ConsentClass, type ConsentEntry, consentClasses, isOut } from "./consent-entry.js";

/**
 * The kinds of instant that decide, of which the latest counts. AWS's list has kinds of its own: a number that leaves
 * the list takes back the list's word, and nothing that the person said.
 */
export const consentLanes = ["out", "in", "aws-out", "aws-in"] as const;

export type ConsentLane = (typeof consentLanes)[number];

/** All consent known of one number: the entries of each class, newest last. */
export type NumberConsent = Readonly<Partial<Record<ConsentClass, readonly ConsentEntry[]>>>;

/**
 * Entries kept per class, apart from those that decide: enough to tell a person's story, few enough to be read at
 * once.
 */
export const keptEntries = 16;

export const laneOf = (entry: Pick<ConsentEntry, "source" | "state">): ConsentLane =>
  `${entry.source === "aws" ? "aws-" : ""}${isOut(entry) ? "out" : "in"}`;

/** A total order, so that every merge of the same entries, in any order, keeps the same ones. */
const byAge = (a: ConsentEntry, b: ConsentEntry): number =>
  a.at - b.at || (a.evidenceId < b.evidenceId ? -1 : a.evidenceId > b.evidenceId ? 1 : 0);

/** The latest entry of a lane. */
export const latestOf = (consent: NumberConsent, ofClass: ConsentClass, lane: ConsentLane): ConsentEntry | undefined =>
  consent[ofClass]?.findLast((entry) => laneOf(entry) === lane);

const pruned = (entries: readonly ConsentEntry[]): readonly ConsentEntry[] => {
  const decisive = new Set([
    ...consentLanes.map((lane) => entries.findLast((entry) => laneOf(entry) === lane)),
    // A consent with its proof outlives later wishes without one.
    entries.findLast(({ state }) => state === "consented"),
  ]);
  return entries.filter((entry, at) => at >= entries.length - keptEntries || decisive.has(entry));
};

/** An entry told twice is kept once; its forgotten evidence stays forgotten. */
const joined = (known: ConsentEntry | undefined, told: ConsentEntry): ConsentEntry =>
  known === undefined ? told : told.sealed === null ? { ...known, sealed: null } : known;

/** Union with the known entries: commutative, associative, idempotent, so that order and repetition change nothing. */
export const mergeConsent = (known: NumberConsent, told: readonly ConsentEntry[]): NumberConsent =>
  Object.fromEntries(
    consentClasses.flatMap((ofClass) => {
      const own = told.filter((entry) => entry.class === ofClass);
      const before = known[ofClass] ?? [];
      if (own.length === 0) return before.length === 0 ? [] : [[ofClass, before]];
      const byId = new Map(before.map((entry) => [entry.evidenceId, entry]));
      for (const entry of own) byId.set(entry.evidenceId, joined(byId.get(entry.evidenceId), entry));
      return [[ofClass, pruned([...byId.values()].sort(byAge))]];
    }),
  );

/** The same without one choice. */
export const withoutChoice = (consent: NumberConsent, evidenceId: string): NumberConsent =>
  Object.fromEntries(
    Object.entries(consent).map(([ofClass, entries]) => [
      ofClass,
      entries.filter((entry) => entry.evidenceId !== evidenceId),
    ]),
  );
