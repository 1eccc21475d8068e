import { deflateRawSync } from "node:zlib";
import { expect, test } from "vitest";
import { decodeOutcome, encodeOutcome } from "../../../../src/adapters/redis/journal/outcome-codec.js";
import { outcomeWords } from "../../../../src/adapters/redis/journal/outcome-words.js";

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
  expect(decodeOutcome(encodeOutcome({ event: given, trace: [] }))).toEqual({ event: given, trace: [] });
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
  expect(() => decodeOutcome(packed)).toThrow("What was sealed as an outcome is none");
});
