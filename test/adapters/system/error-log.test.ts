import { expect, test } from "vitest";
import { createErrorLog } from "../../../src/adapters/system/error-log.js";
import { EventsUnavailable } from "../../../src/application/ports/event-publisher.js";
import { JournalLost, JournalUnavailable } from "../../../src/application/ports/journal.js";
import { noMeters } from "../../support/no-meters.js";
import { silentLog } from "../../support/silent-log.js";

const open = () => {
  const lines: [level: string, fields: Record<string, unknown>, message: string][] = [];
  const counted: string[] = [];
  const line = (level: string) => (fields: object, message: string) =>
    void lines.push([level, fields as Record<string, unknown>, message]);
  const errorLog = createErrorLog({
    log: { ...silentLog, error: line("error"), warn: line("warn") },
    meters: { ...noMeters, internalError: (where) => counted.push(where) },
  });
  return { counted, errorLog, lines };
};

const thrownBy = (act: () => unknown): unknown => {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
};
const readsNothing = () => thrownBy(() => (undefined as unknown as { phone: string }).phone);

test.each([
  ["the journal", new JournalUnavailable("away")],
  ["a lost journal", new JournalLost("gone")],
  ["Kafka", new EventsUnavailable("away")],
])("%s that is away is no fault: a warning with its name, nothing counted", (_, error) => {
  const { counted, errorLog, lines } = open();
  errorLog.caught("dispatch", error, { offset: "1" }, "trying again");
  expect([counted, lines]).toEqual([[], [["warn", { offset: "1", cause: error.name }, "trying again"]]]);
});

test("a fault leaves its message and its stack once for each kind, and is counted each time", () => {
  const { counted, errorLog, lines } = open();
  for (const offset of ["1", "2"]) errorLog.caught("dispatch", readsNothing(), { offset }, "trying again");
  errorLog.caught("wake", readsNothing(), {}, "it comes back");
  errorLog.caught(
    "http",
    thrownBy(() => new Date(Number.NaN).toISOString()),
    {},
    "no answer",
  );
  expect(counted).toEqual(["dispatch", "dispatch", "wake", "http"]);
  expect(lines.map(([level, { stack, ...fields }]) => [level, fields, stack !== undefined])).toEqual([
    [
      "error",
      {
        offset: "1",
        where: "dispatch",
        cause: "TypeError",
        error: "Cannot read properties of undefined (reading 'phone')",
      },
      true,
    ],
    ["error", { offset: "2", where: "dispatch", cause: "TypeError" }, false],
    ["error", expect.objectContaining({ where: "wake" }), true],
    ["error", { where: "http", cause: "RangeError", error: "Invalid time value" }, true],
  ]);
  const [, { stack }] = lines[0]!;
  expect(String(stack).split("\n")[0]).toMatch(
    /^at \S+ \(?test\/adapters\/system\/error-log\.test\.ts:\d+:\d+\)?$|^at .*error-log\.test\.ts:\d+:\d+/,
  );
  expect(stack).not.toMatch(/Cannot read/);
});

test("frames begin at the package, not at the disk's root", () => {
  const { errorLog, lines } = open();
  const error = new TypeError("x");
  error.stack = [
    "TypeError: x +919876543210",
    "    at decide (file:///opt/app/dist/domain/decide.js:3:5)",
    "    at Object.send (/opt/app/node_modules/kafkajs/src/index.js:1:2)",
    "    at async node:internal/process:1:2",
  ].join("\n");
  errorLog.caught("dispatch", error, {}, "trying again");
  expect(lines[0]![1]["stack"]).toBe(
    "at decide (dist/domain/decide.js:3:5)\nat Object.send (node_modules/kafkajs/src/index.js:1:2)\nat async node:internal/process:1:2",
  );
});

/** What an error says may hold what somebody sent. */
test.each<[string, unknown, RegExp]>([
  ["JSON that is none", thrownBy(() => JSON.parse("Hello secret")), /^Unexpected token/],
  ["a number in a sentence", new TypeError("+919876543210 is not a number"), /^\+… is not a number$/],
  ["a code", new TypeError("the code 123456 is wrong"), /^the code … is wrong$/],
  ["a quoted text", new TypeError("cannot send 'Your secret code'"), /^cannot send …$/],
  ["a text in double quotes", new Error('no "secret" here'), /^no … here$/],
])("%s leaves nothing of it", (_, error, said) => {
  const { errorLog, lines } = open();
  errorLog.caught("dispatch", error, {}, "trying again");
  expect(lines[0]![1]["error"]).toMatch(said);
  expect(JSON.stringify(lines)).not.toMatch(/secret|98765|123456/);
});

test("what is no error at all is told by its type", () => {
  const { errorLog, lines } = open();
  errorLog.caught("dispatch", "Hello", {}, "trying again");
  expect(lines[0]).toEqual([
    "error",
    { where: "dispatch", cause: "unknown", error: "string", stack: "" },
    "trying again",
  ]);
});
