import type { FieldFault } from "../../application/requests/field-fault.js";

export interface DayRange {
  readonly from: Date;
  readonly to: Date;
}

const instant = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?$/u;

const instantFrom = (value: unknown): Date | undefined => {
  if (typeof value !== "string" || !instant.test(value)) return undefined;
  const at = new Date(value);
  return Number.isNaN(at.getTime()) ? undefined : at;
};

/** `from` and `to`, days or instants; a day as `to` is meant whole. */
export const dayRange = (
  given: { readonly from?: unknown; readonly to?: unknown },
  mostMs: number,
): DayRange | FieldFault[] => {
  const [from, to] = [instantFrom(given.from), instantFrom(given.to)];
  const shape = "must be a day or an instant, such as 2026-11-22 or 2026-11-22T10:00:00Z";
  const faults = [
    ...(from === undefined ? [{ pointer: "/from", message: shape }] : []),
    ...(to === undefined ? [{ pointer: "/to", message: shape }] : []),
  ];
  if (from === undefined || to === undefined) return faults;
  const end = String(given.to).includes("T") ? to : new Date(to.getTime() + 86_399_999);
  if (end < from) return [{ pointer: "/to", message: "must not be before from" }];
  if (end.getTime() - from.getTime() > mostMs + 86_400_000)
    return [{ pointer: "/to", message: `must be at most ${Math.round(mostMs / 3_600_000)} hours after from` }];
  return { from, to: end };
};
