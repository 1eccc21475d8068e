import fc from "fast-check";
import { expect, test, vi } from "vitest";
import type { OutgoingRecord } from "../../../../src/adapters/kafka/publish/outgoing-record.js";
import { TopicWriter } from "../../../../src/adapters/kafka/publish/topic-writer.js";
import { silentLog as log } from "../../../support/silent-log.js";

type Answer = "ok" | "refused" | "half" | "unanswered" | "large";

/** A topic of two partitions that answers as it is told, then well. "half": one partition took its part; "unanswered": all did. */
const scripted = (script: readonly Answer[]) => {
  const answers = [...script];
  const written: { partition: number; value: string }[] = [];
  const requests: number[] = [];
  let busy = false;
  const placeOf = (message: OutgoingRecord) => Number(String(message.key)) % 2;
  return {
    written,
    requests,
    producer: {
      placeOf,
      connect: async () => undefined,
      close: async () => undefined,
      send: async (messages: OutgoingRecord[]) => {
        expect(busy, "one request at a time").toBe(false);
        busy = true;
        await Promise.resolve();
        busy = false;
        requests.push(messages.length);
        const answer = answers.shift() ?? "ok";
        if (answer === "large" && messages.length > 1)
          throw Object.assign(new Error("large"), { type: "MESSAGE_TOO_LARGE" });
        if (answer === "refused") throw new Error("refused");
        for (const message of messages)
          if (answer !== "half" || placeOf(message) === 0)
            written.push({ partition: placeOf(message), value: String(message.value) });
        if (answer !== "ok" && answer !== "large") throw new Error(answer);
      },
    },
  };
};

const laneOf = (producer: ReturnType<typeof scripted>["producer"]) =>
  new TopicWriter({ topic: "t", producer, deadlineMs: 60_000, lingerMs: 5, shrink: () => undefined, log });

test("what gathers within a few milliseconds, and while a request is under way, goes in one request", async () => {
  const { producer, requests } = scripted([]);
  const lane = laneOf(producer);
  await Promise.all(Array.from({ length: 900 }, (_, n) => lane.publish({ key: String(n), value: "v" })));
  expect(requests).toEqual([900]);
});

test.each([
  ["more than 1,000 records", 2_500, 10, [1_000, 1_000, 500]],
  ["more than 512 KiB", 3, 200 * 1024, [2, 1]],
  ["one that is larger than that goes alone", 2, 600 * 1024, [1, 1]],
])("%s make another request", async (_, count, bytes, expected) => {
  const { producer, requests } = scripted([]);
  const lane = laneOf(producer);
  const value = Buffer.alloc(bytes);
  await Promise.all(Array.from({ length: count }, () => lane.publish({ key: "1", value })));
  expect(requests).toEqual(expected);
});

test("whatever the topic answers, all becomes durable and no key's records overtake each other", async () => {
  vi.useFakeTimers();
  try {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 30 }),
        fc.array(fc.constantFrom<Answer>("ok", "refused", "half", "unanswered", "large"), { maxLength: 8 }),
        async (keys, script) => {
          const { producer, written } = scripted(script);
          const lane = laneOf(producer);
          const asked = keys.map((key, n) => ({ key: String(key), value: `${key}:${n}` }));
          const done = Promise.all(asked.map((message) => lane.publish(message)));
          await vi.advanceTimersByTimeAsync(30_000);
          await done;
          for (const key of new Set(keys)) {
            const firsts = [...new Set(written.map(({ value }) => value))].filter((value) =>
              value.startsWith(`${key}:`),
            );
            expect(firsts).toEqual(asked.filter((message) => message.key === String(key)).map(({ value }) => value));
          }
        },
      ),
      { numRuns: 300 },
    );
  } finally {
    vi.useRealTimers();
  }
});
