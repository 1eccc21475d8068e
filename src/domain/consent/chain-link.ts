import type { ConsentEntry } from "./consent-entry.js";
import { type ConsentLane, keptEntries, laneOf } from "./number-consent.js";

/** A choice as the seal of a later one names it. */
export interface ChainLink {
  readonly hash: string;
  /** Not told by seals of earlier versions. */
  readonly evidenceId?: string | undefined;
  /** When it was chosen, epoch ms. */
  readonly at?: number | undefined;
  readonly lane?: ConsentLane | undefined;
}

export const chainLink = (entry: ConsentEntry): ChainLink => ({
  hash: entry.hash,
  evidenceId: entry.evidenceId,
  at: entry.at,
  lane: laneOf(entry),
});

/** Choices that none of the others names: whoever records the next one names them all, so that none can go unnoticed. */
export const chainHeads = (
  entries: readonly ConsentEntry[],
  linksOf: (entry: ConsentEntry) => readonly ChainLink[],
): readonly ConsentEntry[] => {
  const named = new Set(entries.flatMap((entry) => linksOf(entry).map(({ hash }) => hash)));
  return entries.filter(({ hash }) => !named.has(hash));
};

/**
 * The fate of a choice that a seal names, among those kept of its class, newest last. "pruned": it is older than
 * those that are kept for sure, and a later one of its lane is there. "another": a choice of its id, with another hash.
 */
export const linkFate = (
  kept: readonly ConsentEntry[],
  { at, evidenceId, hash, lane }: ChainLink,
): "there" | "another" | "pruned" | "missing" => {
  if (kept.some((entry) => entry.hash === hash)) return "there";
  if (kept.some((entry) => entry.evidenceId === evidenceId)) return "another";
  const oldest = kept.at(-keptEntries);
  const isOld = oldest !== undefined && (at === undefined || at <= oldest.at);
  const isOutdone = lane === undefined || kept.some((entry) => laneOf(entry) === lane);
  return isOld && isOutdone ? "pruned" : "missing";
};
