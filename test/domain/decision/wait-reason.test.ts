import { expect, test } from "vitest";
import type { TraceEntry } from "../../../src/domain/decision/trace.js";
import { waitReason } from "../../../src/domain/decision/wait-reason.js";

const entry = (rule: string, verdict: TraceEntry["verdict"]): TraceEntry =>
  ({ rule, verdict, observed: `${rule} was seen`, consequence: `${rule} follows` }) as TraceEntry;

test("a message waits for the last check that put it off", () =>
  expect(
    waitReason([
      entry("number", "pass"),
      entry("quiet-hours", "defer"),
      entry("budget", "defer"),
      entry("price", "pass"),
    ]),
  ).toBe("budget, budget was seen: budget follows"));

test.each([[[]], [[entry("number", "pass")]]])("nothing put it off: its turn has not come", (trace) =>
  expect(waitReason(trace)).toBe("it is not its turn yet"),
);
