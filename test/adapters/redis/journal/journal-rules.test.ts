import fc from "fast-check";
import { afterAll, beforeAll, describe, test } from "vitest";
import { createMemoryJournal } from "../../../../src/adapters/memory/journal.js";
import { stageTtlMs } from "../../../contracts/journal-stage.js";
import { histories, playHistory } from "../../../support/journal-history.js";
import { movedClock } from "../../../support/moved-clock.js";
import { describeWith } from "../../../support/needs.js";
import { type RedisServer, startRedis } from "../../../support/redis-server.js";
import { redisJournalStage } from "../../../support/redis-stage.js";

describe("the journal against its rules, over random histories", () => {
  test("memory, 10,000 histories", async () => {
    await fc.assert(
      fc.asyncProperty(histories, async (history) => {
        const clock = movedClock();
        const { journal, schedule } = createMemoryJournal({ clock, ttlMs: stageTtlMs });
        const now = () => clock.now().getTime();
        await playHistory({ journal, schedule, now, advance: clock.advance, close: async () => undefined }, history);
      }),
      { numRuns: 10_000 },
    );
  }, 120_000);
});

describeWith(["redis-server"], "the journal in Redis against the same rules", () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());

  test("Redis, 400 histories", async () => {
    const stage = await redisJournalStage({
      urls: [server.url],
      flush: async () => {
        await server.command("FLUSHALL");
      },
    });
    try {
      await fc.assert(
        fc.asyncProperty(histories, async (history) => {
          // What an earlier history left in doubt is gone with its record.
          stage.advance(2 * stageTtlMs);
          await playHistory(stage, history);
        }),
        { numRuns: 400 },
      );
    } finally {
      await stage.close();
    }
  }, 120_000);
});
