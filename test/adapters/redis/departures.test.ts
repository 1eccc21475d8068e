import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aDeparture, departuresContract, type DeparturesStage } from "../../contracts/departures.contract.js";
import { departureHistories, playDepartures } from "../../support/departure-history.js";
import { memoryDepartures } from "../../support/memory-departures.js";
import { describeWith } from "../../support/needs.js";
import { redisServers } from "../../support/redis-server.js";
import { redisWorkers } from "../../support/redis-stage.js";

const [[name, start], [, startCluster]] = redisServers as [
  (typeof redisServers)[number],
  (typeof redisServers)[number],
];

const openStage = async (): Promise<DeparturesStage> => {
  const { parts, advance, close } = await redisWorkers(start);
  const workers = parts.map((store) => ({ ...store, departures: store.departures! }));
  return { workers, advance, close };
};

describe("departures against their parts, over random histories", () => {
  test("memory, 10,000 histories", async () => {
    await fc.assert(
      fc.asyncProperty(departureHistories, (history) => playDepartures([memoryDepartures()], history)),
      { numRuns: 10_000 },
    );
  }, 240_000);
});

describeWith(["redis-server"], "departures in Redis", () => {
  departuresContract(name, openStage);

  test("a cluster has none: its servers have a part each", async () => {
    const { parts, close } = await redisWorkers(startCluster, 1);
    expect(parts[0]!.departures).toBeUndefined();
    await close();
  });

  describe("over random histories", () => {
    let stage: DeparturesStage;
    beforeAll(async () => {
      stage = await openStage();
    });
    afterAll(() => stage.close());

    test("300 answer as memory does", async () => {
      await fc.assert(
        fc.asyncProperty(departureHistories, async (history) => {
          await playDepartures([stage, memoryDepartures()], history);
        }),
        { numRuns: 300 },
      );
    }, 120_000);
  });

  test("a journal that was lost takes nothing: neither place nor money", async () => {
    const { parts, close } = await redisWorkers(start, 2);
    const [store, other] = parts;
    const ask = aDeparture();
    await store!.departures!.begin(ask)();
    await store!.client.everyMaster(["FLUSHALL"]);
    const lost = aDeparture();
    await expect(store!.departures!.begin(lost)()).rejects.toMatchObject({ name: "JournalLost" });
    expect((await other!.moneyLedger.book(lost.charge.books[0]!)).size).toBe(0);
    await close();
  });
});
