import { expect, test } from "vitest";
import { asksForFirstRecord, identifyTopic } from "../../../../src/adapters/kafka/consume/topic-identity.js";

test.each([
  ["nothing committed, an id told: the id", undefined, "u1", "5", "u1", false, false],
  ["nothing committed, no id told: the first record", undefined, undefined, "5", "first-5", false, true],
  ["nothing committed, no id, no first record: unknown", undefined, undefined, undefined, undefined, false, true],
  ["the same id", "u1", "u1", undefined, "u1", false, false],
  ["another id: made anew", "u1", "u2", undefined, "u2", true, false],
  ["no id told any more, as by an older broker: what was known", "u1", undefined, "5", "u1", false, false],
  ["the same first record", "first-5", undefined, "5", "first-5", false, true],
  ["another first record: made anew", "first-5", undefined, "6", "first-6", true, true],
  ["its first record is gone by retention: what was known", "first-5", undefined, undefined, "first-5", false, true],
  ["the brokers were upgraded: what was known", "first-5", "u1", "5", "first-5", false, true],
  ["upgraded, and made anew: the id", "first-5", "u1", "6", "u1", true, true],
])("%s", (_, committed, told, first, id, isNew, asks) => {
  expect(identifyTopic({ committed, told, first })).toEqual({ id, isNew });
  expect(asksForFirstRecord({ committed, told })).toBe(asks);
});
