import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, test } from "vitest";
import { startKafka } from "../support/kafka-server.js";
import { describeWith } from "../support/needs.js";
import { sharedKafka } from "../support/shared-kafka.js";
import { built } from "../support/built.js";
import { type Asked, type Fleet, startFleet } from "./fleet.js";
import { expectPromisesKept } from "./promises.js";
import { spell } from "./spell.js";

const kafkaAwayMs = 5_000;
const redisAwayMs = spell(5_000, 20_000);
const redisAway = `${redisAwayMs / 1_000} s`;
const longerThanSessionMs = 6_000;
/** Which of two workers stops answering, one after the other. */
const turns = spell([0, 1], [0, 1, 0]);

/** Asks all the while that something happens, then waits until every event has its outcome. */
const meanwhile = async (fleet: Fleet, happens: () => Promise<void>): Promise<readonly Asked[]> => {
  const asked: Asked[] = [...(await fleet.ask(100))];
  let over = false;
  const asking = (async () => {
    while (!over) {
      // The producer's own tries may outlast a broker that is away.
      asked.push(...(await fleet.ask(20)));
      await sleep(200);
    }
  })();
  await happens().finally(() => {
    over = true;
  });
  await asking;
  await fleet.until("every event has an outcome", () =>
    asked.every(({ messageId }) => fleet.outcomes().has(messageId)),
  );
  return asked;
};

/** Resend-once messages without an outcome that stand as `sending`. */
const sending = async (fleet: Fleet, asked: readonly Asked[]): Promise<number> => {
  const open = asked.filter(({ messageId, class: of }) => of === "transactional" && !fleet.outcomes().has(messageId));
  const entries = await Promise.all(open.map(({ messageId }) => fleet.journal(messageId)));
  return entries.filter((entry) => entry?.state === "sending").length;
};

describeWith(["redis-server", "java", "mvn"], "workers and stores that are away for a while", () => {
  beforeAll(built);

  test.concurrent(
    `SIGSTOP past the session timeout, then SIGCONT, ${turns.length} times`,
    { timeout: 240_000 },
    async () => {
      await using fleet = await startFleet(await sharedKafka(), 100);
      const workers = [fleet.worker(), fleet.worker()];
      await Promise.all(workers.map(({ ready }) => ready));
      let mayDouble = 0;
      const all: Asked[] = [];
      const asked = await meanwhile(fleet, async () => {
        for (const turn of turns) {
          await sleep(1_500);
          all.push(...(await fleet.ask(60)));
          await sleep(100);
          workers[turn]!.signal("SIGSTOP");
          mayDouble += await sending(fleet, all);
          // What was asked for by the other asker may be in flight as well: a slot each.
          mayDouble += 64;
          await sleep(longerThanSessionMs);
          workers[turn]!.signal("SIGCONT");
        }
      });
      await fleet.until("the rest too", () => all.every(({ messageId }) => fleet.outcomes().has(messageId)));
      await expectPromisesKept(fleet, [...asked, ...all], `SIGSTOP × ${turns.length}`, { mayDouble });
    },
  );

  test.concurrent(
    `Redis is away for ${redisAway}: killed, then restarted with what it had acknowledged`,
    { timeout: 240_000 },
    async () => {
      await using fleet = await startFleet(await sharedKafka(), 100);
      const worker = fleet.worker();
      await worker.ready;
      const asked = await meanwhile(fleet, async () => {
        await sleep(1_500);
        await fleet.redis.kill();
        await sleep(redisAwayMs);
        await fleet.redis.restart();
        await sleep(1_500);
      });
      // Nothing died while sending: an unanswered step is repeated until it is answered.
      await expectPromisesKept(fleet, asked, `Redis away ${redisAway}`, { mayDouble: 0 });
    },
  );

  test.concurrent(`Redis stops answering for ${redisAway}, its connections open`, { timeout: 240_000 }, async () => {
    await using fleet = await startFleet(await sharedKafka(), 100);
    const worker = fleet.worker();
    await worker.ready;
    const asked = await meanwhile(fleet, async () => {
      await sleep(1_500);
      fleet.redis.pause();
      await sleep(redisAwayMs);
      fleet.redis.resume();
      await sleep(1_500);
    });
    await expectPromisesKept(fleet, asked, `Redis frozen ${redisAway}`, { mayDouble: 0 });
  });

  test.concurrent("Kafka is away for 5 s: stopped, then restarted", { timeout: 240_000 }, async () => {
    const kafka = await startKafka();
    try {
      await using fleet = await startFleet(kafka.brokers, 100);
      const worker = fleet.worker();
      await worker.ready;
      const asked = await meanwhile(fleet, async () => {
        await sleep(1_500);
        await kafka.stop();
        await sleep(kafkaAwayMs);
        await kafka.restart();
        await sleep(1_500);
      });
      await expectPromisesKept(fleet, asked, "Kafka away 5 s", { mayDouble: 0 });
    } finally {
      await kafka.kill();
    }
  });
});
