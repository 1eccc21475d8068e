import type { PhoneNumber } from "../phone/phone-number.js";
import type { TraceEntry } from "../decision/trace.js";

/** The groups that texts are counted by. */
export type PumpingKind = "prefix" | "block" | "caller";

/** A fixed limit: refuse once `minSent` were sent within the window and fewer than `minVerifiedPercent` of them entered. */
export interface PumpingThreshold {
  readonly kind: PumpingKind;
  /** Digits at the end that don't matter: 3 make blocks of 1,000 numbers. None for a caller. */
  readonly dropDigits: number;
  readonly windowMs: number;
  readonly minSent: number;
  readonly minVerifiedPercent: number;
}

export interface PumpingGuard {
  readonly thresholds: readonly PumpingThreshold[];
  /** Never refused: beginnings of E.164 numbers (`+9198`) and callers (`caller:shop`). */
  readonly allow: readonly string[];
}

export interface PumpingCounts {
  readonly sent: number;
  readonly verified: number;
}

const hour = 3_600_000;

/** A million numbers are about one operator's range: traffic is pumped through ranges that pay somebody a share. */
export const defaultPumpingGuard: PumpingGuard = {
  thresholds: [
    { kind: "prefix", dropDigits: 6, windowMs: hour, minSent: 50, minVerifiedPercent: 10 },
    { kind: "block", dropDigits: 3, windowMs: hour, minSent: 50, minVerifiedPercent: 10 },
    { kind: "caller", dropDigits: 0, windowMs: hour, minSent: 50, minVerifiedPercent: 10 },
  ],
  allow: [],
};

/** One scope that a text falls into, with its name for people, such as `+919876543xxx`. */
export interface PumpingWatch {
  readonly threshold: PumpingThreshold;
  readonly name: string;
}

const nameOf = (threshold: PumpingThreshold, number: PhoneNumber, caller: string | undefined): string | undefined => {
  if (threshold.kind === "caller") return caller === undefined ? undefined : `caller:${caller}`;
  const kept = number.slice(0, Math.max(2, number.length - threshold.dropDigits));
  return `${kept}${"x".repeat(number.length - kept.length)}`;
};

/**
 * The counts to watch for this text; none where it is allow-listed. `caller`: the name of whoever asked, where that
 * is known.
 */
export const pumpingWatches = (
  { thresholds, allow }: PumpingGuard,
  number: PhoneNumber,
  caller: string | undefined,
): readonly PumpingWatch[] => {
  const allowed = allow.some((entry) =>
    entry.startsWith("caller:") ? entry === `caller:${caller}` : number.startsWith(entry),
  );
  if (allowed) return [];
  return thresholds.flatMap((threshold) => {
    const name = nameOf(threshold, number, caller);
    return name === undefined ? [] : [{ threshold, name }];
  });
};

/** A range stays known to a caller for this long. */
export const knownRangeMs = 7 * 24 * hour;

/** A caller's own traffic to a range of a million numbers, by name; undefined where nobody knows who asks. */
export const callerRange = (number: PhoneNumber, caller: string | undefined): string | undefined =>
  caller === undefined ? undefined : `caller:${caller} ${number.slice(0, Math.max(2, number.length - 6))}`;

/** A range whose codes this caller's people enter: it goes on while the caller is held for others. */
export const isKnownGood = ({ minVerifiedPercent }: PumpingThreshold, { sent, verified }: PumpingCounts): boolean =>
  verified > 0 && verified * 100 >= sent * minVerifiedPercent;

/** `counts`: texts sent and codes entered before this text. */
export const isPumped = (
  { minSent, minVerifiedPercent }: PumpingThreshold,
  { sent, verified }: PumpingCounts,
): boolean => sent >= minSent && verified * 100 < sent * minVerifiedPercent;

/** The verdict with its evidence: range or caller, counts, ratio, window. */
export const pumpingEvidence = ({ threshold, name }: PumpingWatch, counts: PumpingCounts): TraceEntry => {
  const { kind, minSent, minVerifiedPercent, windowMs } = threshold;
  const refused = isPumped(threshold, counts);
  const percent = counts.sent === 0 ? "–" : `${Math.floor((counts.verified * 100) / counts.sent)} %`;
  return {
    rule: `otp-pumping/${kind}`,
    verdict: refused ? "refuse" : "pass",
    observed: `${name}: ${counts.sent} sent, ${counts.verified} verified (${percent}) in ${windowMs / 60_000} min`,
    consequence: refused
      ? `Refused from ${minSent} sent on while fewer than ${minVerifiedPercent} % are verified; allow-list it where the traffic is wanted`
      : `Allowed below ${minSent} sent, or from ${minVerifiedPercent} % verified on`,
  };
};
