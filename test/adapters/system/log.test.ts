import fc from "fast-check";
import { expect, test } from "vitest";
import { createLog } from "../../../src/adapters/system/log.js";
import { prettyLine } from "../../../src/adapters/system/pretty-line.js";
import { parsePhoneNumber } from "../../../src/domain/phone/phone-number.js";
import { runs } from "../../support/property-runs.js";

const written = (act: (log: ReturnType<typeof createLog>) => void, level = "debug") => {
  const lines: string[] = [];
  act(createLog(level, { write: (line) => void lines.push(line) }));
  return lines;
};

test("one JSON line an entry, with the service's name", () => {
  const [line] = written((log) => log.warn({ messageId: "m" }, "dead letter"));
  expect(line!.endsWith("\n")).toBe(true);
  expect(JSON.parse(line!)).toEqual({
    ...{ level: 40, time: expect.any(Number), service: "sms-service", messageId: "m", msg: "dead letter" },
  });
});

test("for a person: time, level, message, fields; numbers are scrubbed there too", () => {
  const lines: string[] = [];
  const log = createLog("info", { write: (line) => void lines.push(line) }, "pretty");
  log.warn({ topic: "order.created", why: "two words", count: 2 }, "to +919876543210");
  expect(lines).toEqual([
    expect.stringMatching(/^\d\d:\d\d:\d\d WARN {2}to \+9198••••3210 topic=order\.created why="two words" count=2\n$/),
  ]);
});

test("what is no line of JSON stays as it is", () => expect(prettyLine("as it is\n")).toBe("as it is\n"));

test.each([
  ["debug", 4],
  ["info", 3],
  ["warn", 2],
  ["error", 1],
  ["silent", 0],
])("%s writes %i of the four levels", (level, count) => {
  const lines = written((log) => {
    log.debug({}, "d");
    log.info({}, "i");
    log.warn({}, "w");
    log.error({}, "e");
  }, level);
  expect(lines).toHaveLength(count);
});

/** Values that mask themselves come first; this is for what slips past them. */
test.each<[string, object, string, string]>([
  ["in a message", {}, "to +919876543210 now", '"msg":"to +9198••••3210 now"'],
  ["in a field", { detail: "+919876543210" }, "", '"detail":"+9198••••3210"'],
  ["in the name of a field", { "+919876543210": 1 }, "", '"+9198••••3210":1'],
  ["in an error's message", { err: new Error("no +919876543210") }, "", '"message":"no +9198••••3210"'],
  ["deep inside", { a: [{ b: "+14155550123" }] }, "", '"b":"+141••••0123"'],
  ["one after the other", {}, "+919876543210,+919876543211", "+9198••••3210,+9198••••3211"],
  ["the shortest", {}, "+1234567 ", '"msg":"•••••••• "'],
])("a number %s is masked", (_, fields, message, shown) => {
  const [line] = written((log) => log.error(fields, message));
  expect(line).toContain(shown);
  expect(line).not.toMatch(/\+\d{7,15}/);
});

test("a number that masks itself is written as it masks itself", () => {
  const number = parsePhoneNumber("+919876543210");
  expect(written((log) => log.info({ number }, ""))[0]).toContain('"number":"+9198••••3210"');
});

test.each([
  ["a time zone", "at 10:00+0530"],
  ["more digits than a number has", "+1234567890123456"],
  ["a template's version", "c3f0001126789cd1"],
])("%s is no number", (_, text) => expect(written((log) => log.info({}, text))[0]).toContain(text));

test("no E.164 number is ever written whole", () => {
  const digits = fc.stringMatching(/^[1-9]\d{6,14}$/);
  fc.assert(
    fc.property(digits, fc.string({ unit: fc.constantFrom(" ", "a", '"', "\\", "\n", "é", ":") }), (number, around) => {
      const [line] = written((log) => log.error({ a: `${around}+${number}${around}` }, `+${number}`));
      const { a, msg } = JSON.parse(line!);
      expect([a, msg].join(" ")).not.toContain(number);
    }),
    { numRuns: runs(1_000) },
  );
});
