import { expect, test } from "vitest";
import { createBusDeadLetterLog } from "../../../src/adapters/memory/dead-letter-log.js";
import { createMemoryDeadLetterMarks } from "../../../src/adapters/memory/dead-letter-marks.js";
import { MemoryEventBus } from "../../../src/adapters/memory/event-bus.js";
import { createListDeadLetters } from "../../../src/application/dead-letters/list-dead-letters.js";

const start = Date.parse("2026-11-22T10:00:00Z");

test("a page goes on behind the last one although the letter that ended it was settled since", async () => {
  let now = start;
  const clock = { now: () => new Date(now) };
  const bus = new MemoryEventBus({ topics: [], now: clock.now });
  // Two letters of an instant, twice, and one more.
  for (let letter = 0; letter < 5; letter += 1) {
    now = start + Math.floor(letter / 2) * 1_000;
    await bus.publish({
      topic: "sms.dead-letter",
      key: null,
      value: Buffer.from("x"),
      headers: { "sms-cause": "bad" },
    });
  }
  const deadLetterMarks = createMemoryDeadLetterMarks({ clock });
  const needs = { deadLetterLog: createBusDeadLetterLog(bus), deadLetterMarks, topicPrefix: "" };
  const list = createListDeadLetters(needs);
  const all = (await list({ state: "open" }, undefined, 10)).letters.map(({ id }) => id);
  expect(all).toHaveLength(5);
  for (let last = 0; last < 4; last += 1) {
    const page = await list({ state: "open" }, undefined, last + 1);
    expect(page.next).toBe(all[last]);
    const marks = createMemoryDeadLetterMarks({ clock });
    await marks.mark([all[last]!], { state: "discarded", at: clock.now(), by: "ops", reason: "a test" });
    const listed = createListDeadLetters({ ...needs, deadLetterMarks: marks });
    const rest = await listed({ state: "open" }, page.next, 10);
    expect(rest.letters.map(({ id }) => id)).toEqual(all.slice(last + 1));
    expect(rest.next).toBeUndefined();
  }
});
