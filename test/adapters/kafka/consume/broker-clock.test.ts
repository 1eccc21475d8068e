import { expect, test } from "vitest";
import { createBrokerClock } from "../../../../src/adapters/kafka/consume/broker-clock.js";

/** Kafka's lead, and what the question and the answer take on their way; the warning after one look. */
const seen = async (leadMs: number | undefined, thereMs = 1, backMs = 1) => {
  let now = 1_000_000;
  const clock = createBrokerClock({
    now: () => now,
    read: async () => {
      now += thereMs;
      const time = leadMs === undefined ? undefined : now + leadMs;
      now += backMs;
      return time;
    },
  });
  await clock.look();
  return clock.warnings().join();
};

test.each<[string, Parameters<typeof seen>, RegExp]>([
  ["together", [0], /^$/],
  ["within what NTP leaves", [1_999], /^$/],
  ["ahead", [5_000], /^Kafka's clock is 5\.0 s ahead of the one that all workers go by; .*NTP$/],
  ["behind", [-600_000], /^Kafka's clock is 600\.0 s behind/],
  ["together, asked over a slow way", [0, 5_000, 0], /^$/],
  ["together, answered over a slow way", [0, 0, 5_000], /^$/],
  ["ahead, answered over a slow way: what is sure", [10_000, 0, 5_000], /is 5\.0 s ahead/],
  ["Kafka that does not tell it", [undefined], /^$/],
])("%s", async (_, given, says) => expect(await seen(...given)).toMatch(says));

test("a Kafka that is away changes nothing of what was seen", async () => {
  const answers = [9_000, undefined];
  const clock = createBrokerClock({
    now: () => 0,
    read: async () => answers.shift() ?? Promise.reject(new Error("away")),
  });
  await clock.look();
  await clock.look().catch(() => undefined);
  expect(clock.warnings()).toHaveLength(1);
});
