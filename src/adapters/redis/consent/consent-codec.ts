import {
  type ConsentClass,
  type ConsentEntry,
  consentClasses,
  type ConsentSource,
  type ConsentState,
} from "../../../domain/consent/consent-entry.js";
import { standingOf } from "../../../domain/consent/consent-standing.js";
import type { ConsentStanding } from "../../../domain/consent/consent-standing.js";
import { laneOf, mergeConsent, type NumberConsent } from "../../../domain/consent/number-consent.js";
import type { MessageClass } from "../../../domain/message-class.js";

const lineOf = ({ at, evidenceId, source, state }: ConsentEntry): string => `${at} ${evidenceId} ${source} ${state}`;

/** The arguments of the merge script for one entry. */
export const entryArguments = (entry: ConsentEntry): readonly string[] => [
  entry.class,
  laneOf(entry),
  String(entry.at),
  entry.evidenceId,
  lineOf(entry),
  `${(entry.by ?? "").replaceAll("\n", " ")}\n${entry.hash}\n${entry.sealed ?? ""}`,
];

const entryFrom = (ofClass: ConsentClass, line: string, by = "", hash = "", sealed = ""): ConsentEntry => {
  const [at, evidenceId = "", source, state] = line.split(" ");
  return {
    evidenceId,
    class: ofClass,
    state: state as ConsentState,
    at: Number(at),
    source: source as ConsentSource,
    by: by === "" ? null : by,
    sealed: sealed === "" ? null : sealed,
    hash,
  };
};

/** A record as HGETALL tells it. */
export const consentFrom = (flat: readonly string[]): NumberConsent => {
  const entries: ConsentEntry[] = [];
  for (let at = 0; at < flat.length; at += 2) {
    const [ofClass, id] = flat[at]!.split("#");
    if (id === undefined) continue;
    const [line = "", by, hash, sealed] = flat[at + 1]!.split("\n");
    entries.push(entryFrom(ofClass as ConsentClass, line, by, hash, sealed));
  }
  return mergeConsent({}, entries);
};

/** Reads the standing from the eight pointers of a class and of `all`. */
export const standingFrom = (ofClass: MessageClass, pointers: readonly string[]): ConsentStanding => {
  const entries = pointers.flatMap((line, at) =>
    line === "" ? [] : [entryFrom(at < 4 ? ofClass : (consentClasses[3] as ConsentClass), line)],
  );
  return standingOf(mergeConsent({}, entries), ofClass);
};
