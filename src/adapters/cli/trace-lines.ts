import type { TraceEntry } from "../../domain/decision/trace.js";
import { wrapped } from "./wrapped.js";

const marks: Readonly<Record<TraceEntry["verdict"], string>> = {
  pass: "ok  ",
  warning: "warn",
  defer: "wait",
  refuse: "no  ",
};

/** Columns before a check's name. */
const indent = 8;

/** A trace for a person, each check a line, or as many as the width asks for. */
export const traceLines = (trace: readonly TraceEntry[], width: number): readonly string[] =>
  trace.flatMap(({ rule, verdict, observed, consequence }) =>
    wrapped(`  ${marks[verdict]}  ${rule}: ${observed}; ${consequence}`, width, indent),
  );
