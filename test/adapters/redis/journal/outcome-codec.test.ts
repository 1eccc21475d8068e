import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import examples from "libphonenumber-js/mobile/examples";
import { type CountryCode, getCountries, getExampleNumber } from "libphonenumber-js/max";
import { describe, expect, test } from "vitest";
import { encodeFields } from "../../../../src/adapters/redis/journal/encode-fields.js";
import { decodeOutcome, encodeOutcome } from "../../../../src/adapters/redis/journal/outcome-codec.js";
import { outcomeWords } from "../../../../src/adapters/redis/journal/outcome-words.js";
import { encodeWhole } from "../../../../src/adapters/redis/journal/whole-outcome.js";
import type { RecordedOutcome } from "../../../../src/application/ports/journal.js";
import { sentOutcome } from "../../../support/sent-outcome.js";

const { id } = sentOutcome;
const again = (outcome: RecordedOutcome) => decodeOutcome(id, Buffer.from(encodeOutcome(id, outcome)));
const length = (outcome: RecordedOutcome) => Buffer.byteLength(encodeOutcome(id, outcome));

const event = {
  topic: "sms.sent",
  key: null,
  value: Buffer.from([0, 255]),
  headers: { a: "b", c: Buffer.from([254]) },
};

test.each([
  ["with its time", { ...event, timestamp: new Date(5) }],
  ["without one", event],
])("an outcome is read back byte for byte, %s", (_, given) => {
  expect(again({ event: given, trace: [] })).toEqual({ event: given, trace: [] });
});

describe("an outcome as the service makes it", () => {
  const numbers = getCountries().map((country) => getExampleNumber(country as CountryCode, examples)!.number as string);

  test("is kept by its fields, small, and read back byte for byte, to every country that a text may go to", () => {
    const outcomes = numbers
      .map(sentOutcome.to)
      .filter(({ trace }) => trace.every(({ verdict }) => verdict !== "refuse"));
    expect(outcomes.length).toBeGreaterThan(200);
    for (const outcome of outcomes) {
      const to = String(outcome.event.value);
      expect(encodeFields(id, outcome), to).toBeDefined();
      // 39 more where it is sealed.
      expect(length(outcome), to).toBeLessThan(380);
      const { event: told, trace } = again(outcome);
      expect({ told, trace }).toEqual({ told: outcome.event, trace: outcome.trace });
      expect(Object.keys(told.headers)).toEqual(Object.keys(outcome.event.headers));
    }
  });

  const sent = sentOutcome.to("+919876543210");
  const withEvent = (change: Partial<RecordedOutcome["event"]>) => ({ ...sent, event: { ...sent.event, ...change } });
  const withHeaders = (change: Record<string, string | Buffer>) =>
    withEvent({ headers: { ...sent.event.headers, ...change } });
  const said = (change: Partial<RecordedOutcome["trace"][number]>) => ({
    ...sent,
    trace: [...sent.trace, { ...sent.trace[0]!, ...change }],
  });

  test.each([
    ["a trace context", withHeaders({ traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01" })],
    ["no trace at all", { ...sent, trace: [] }],
    ["a rule of a country that no list has", said({ rule: "registry/SG" })],
    ["a rule that ends in a slash", said({ rule: "price/" })],
    ["words that no list has", said({ observed: "", consequence: "it was {} 日本" })],
    ["an instant that is none", said({ observed: "2026-02-30T10:00:00.000Z" })],
    ["what an earlier cell says", said({ observed: sent.event.key as string })],
  ])("is kept by its fields with %s", (_, outcome) => {
    expect(encodeFields(id, outcome)).toBeDefined();
    expect(again(outcome)).toEqual(outcome);
  });

  test.each([
    ["of another message", withEvent({ value: String(sent.event.value).replace(id, "another") })],
    ["whose JSON begins with another field", withEvent({ value: String(sent.event.value).replace("{", '{"more":1,') })],
    ["of another topic", withEvent({ topic: "sms.deferred" })],
    ["with a header more", withHeaders({ more: "1" })],
    ["with another type", withHeaders({ ce_type: "sms.failed" })],
    ["with a header of bytes", withHeaders({ ce_id: Buffer.from([255]) })],
    ["without a key", withEvent({ key: null })],
    ["with a time of its own", withEvent({ timestamp: new Date(5) })],
    ["with a character that stands between cells", said({ observed: "a\u001fb" })],
    ["with half a character", said({ observed: "\ud800" })],
  ])("is kept whole %s", (_, outcome) => {
    expect(encodeFields(id, outcome)).toBeUndefined();
    expect(again(outcome)).toEqual(outcome);
  });

  test("is kept whole and compressed where its own words are many", () => {
    const outcome = said({ consequence: "a reason of its own, ".repeat(100) });
    expect(length(outcome)).toBeLessThan(900);
    expect(again(outcome)).toEqual(outcome);
  });

  test("is read back whatever its fields hold", () => {
    const cell = fc.oneof(fc.jsonValue(), fc.string({ unit: "binary" }));
    const told = JSON.parse(String(sent.event.value)) as Record<string, unknown>;
    const change = fc.record(Object.fromEntries(Object.keys(told).map((name) => [name, cell])), { requiredKeys: [] });
    fc.assert(
      fc.property(change, (fields) => {
        const outcome = withEvent({ value: JSON.stringify({ ...told, ...fields }) });
        expect(again(outcome)).toEqual(outcome);
      }),
    );
  });

  test("reads back what an earlier version kept", () => {
    expect(decodeOutcome(id, encodeWhole(sent))).toEqual(sent);
  });
});

/** Kept by version 1 of the lists: whoever changes a list instead of appending to it cannot read a week of outcomes. */
test("what was kept once is read for ever", () => {
  expect(decodeOutcome(id, Buffer.from(sentOutcome.kept, "latin1"))).toEqual(sentOutcome.to("+919876543210"));
});

const whole = { topic: "sms.sent", key: null, value: "{}", headers: [], trace: [] };

test.each([
  ["null", null],
  ["a list", []],
  ["a record without a topic", { ...whole, topic: undefined }],
  ["headers that are no pairs", { ...whole, headers: {} }],
  ["a record without its trace", { ...whole, trace: undefined }],
])("%s is no outcome, though it was sealed", (_, kept) => {
  const packed = deflateRawSync(JSON.stringify(kept), { dictionary: outcomeWords });
  expect(() => decodeOutcome(id, packed)).toThrow("What was sealed as an outcome is none");
});

test("codes without their cells are no outcome, though they were sealed", () => {
  expect(() => decodeOutcome(id, Buffer.from("\u0007$$$\u001fkey"))).toThrow("What was sealed as an outcome is none");
});

/** As a newer version may, which has more of each: of topics, of patterns, of rules, of verdicts, of usual traces. */
test("codes that are not in the lists are no outcome, whichever one it is", () => {
  const usualAt = sentOutcome.kept.indexOf("!");
  for (let at = 1; at < sentOutcome.kept.indexOf("\u001f"); at += 1) {
    // Behind the fields stands a switch: whether there is a trace context.
    if (at === usualAt || at === usualAt - 1) continue;
    const newer = `${sentOutcome.kept.slice(0, at)}|${sentOutcome.kept.slice(at + 1)}`;
    expect(() => decodeOutcome(id, Buffer.from(newer, "latin1")), String(at)).toThrow(
      "What was sealed as an outcome is none",
    );
  }
  const cells = sentOutcome.kept.slice(sentOutcome.kept.indexOf("\u001f"));
  const codes = sentOutcome.kept.slice(0, usualAt);
  for (const trace of ["|#$$", "$|$$", "$#|$", "$#$|"])
    expect(() => decodeOutcome(id, Buffer.from(codes + trace + cells, "latin1")), trace).toThrow(
      "What was sealed as an outcome is none",
    );
});
