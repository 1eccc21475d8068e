import type { TraceEntry } from "../../domain/decision/trace.js";

const marks: Readonly<Record<TraceEntry["verdict"], string>> = {
  pass: "ok  ",
  warning: "warn",
  defer: "wait",
  refuse: "no  ",
};

/** A trace for a person, each check a line. */
export const traceLines = (trace: readonly TraceEntry[]): readonly string[] =>
  trace.map(({ rule, verdict, observed, consequence }) => `  ${marks[verdict]}  ${rule}: ${observed}; ${consequence}`);
