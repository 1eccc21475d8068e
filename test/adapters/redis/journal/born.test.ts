import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { createRedisClient, type RedisClient } from "../../../../src/adapters/redis/server/client.js";
import { script } from "../../../../src/adapters/redis/server/script.js";
import { shardOf, shards } from "../../../../src/adapters/redis/journal/shards.js";
import type { RedisStore } from "../../../../src/adapters/redis/store.js";
import { JournalLost } from "../../../../src/application/ports/journal.js";
import { aNote, anId, anOutcome, roomFor } from "../../../contracts/journal-stage.js";
import { eventually } from "../../../support/eventually.js";
import { describeWith } from "../../../support/needs.js";
import { redisServers, type RedisServers } from "../../../support/redis-server.js";
import { aDeployment, openRedisStore } from "../../../support/redis-stage.js";

const leaseMs = 60_000;
const epoch = new Date(0);
const metaOf = (shard: string) => `{${aDeployment}:${shard}}:meta`;

for (const [name, start] of redisServers)
  describeWith(["redis-server"], `invariant 8: born, on ${name}`, () => {
    let servers: RedisServers;
    let client: RedisClient;
    const stores: RedisStore[] = [];
    const openStore = () => {
      const store = openRedisStore({ urls: servers.urls, deadlineMs: 5_000 });
      stores.push(store);
      return store;
    };
    beforeAll(async () => {
      servers = await start();
      client = createRedisClient({ urls: servers.urls, deadlineMs: 5_000 });
    });
    afterAll(async () => {
      await client.close();
      await servers.stop();
    });
    const flush = () => Promise.all(servers.nodes.map((node) => node.command("FLUSHALL")));
    beforeEach(async () => {
      await flush();
    });
    afterEach(async () => {
      await Promise.all(stores.splice(0).map((store) => store.close()));
    });
    /** Runs a command at the node that owns the key. */
    const at = (key: string, ...words: string[]): Promise<unknown> =>
      client.evaluate(script("return redis.call(unpack(ARGV))"), [key], words);
    const bornOf = (shard: string) => at(metaOf(shard), "HGET", metaOf(shard), "born");
    const open = (store: RedisStore, id: string) => store.journal.open(id, "orders/0/1", "resend-once", leaseMs, epoch);

    test("who was told it goes by the clock that all share: the first event is read by it too", async () => {
      const store = openStore();
      expect(store.now()).toBeUndefined();
      await store.journal.born();
      expect(store.now()).toBeTypeOf("number");
    });

    test("an empty Redis gets one id, whoever comes first, in every shard", async () => {
      const several = Array.from({ length: 5 }, openStore);
      const ids = await Promise.all(several.map(({ journal }) => journal.born()));
      expect(new Set(ids).size).toBe(1);
      for (const shard of shards) expect(await bornOf(shard)).toBe(ids[0]);
      expect(await several[0]!.journal.knows(ids[0]!)).toBe(true);
      expect(await several[0]!.journal.knows("another")).toBe(false);
      expect(await several[0]!.journal.knows(null)).toBe(false);
      expect(await openStore().journal.born()).toBe(ids[0]);
    });

    test("every step of a running service is lost after FLUSHALL, and writes nothing", async () => {
      const store = openStore();
      const id = anId();
      await open(store, id);
      await store.journal.mark(id, 1, 1, leaseMs);
      await flush();
      const steps: readonly (() => Promise<unknown>)[] = [
        () => open(store, anId()),
        () => store.journal.receive(anId(), "d", "a", aNote),
        () => store.journal.mark(id, 1, 2, leaseMs),
        () => store.journal.unmark(id, 1, 1),
        () => store.journal.again(id, 1, 1),
        () => store.journal.settle(id, 1, "sent", anOutcome()),
        () => store.journal.park(id, 1, new Date(), Buffer.from("b"), aNote),
        () => store.journal.read(id),
        () => store.journal.inDoubt(1),
        () => store.journal.inDoubtCount(),
        () => store.journal.resolve(id, "sent", anOutcome()),
        () => store.schedule.watch(id, new Date(), Buffer.from("b")),
        () => store.schedule.take(roomFor(1), 1_000),
        () => store.schedule.done(id, "a take"),
        () => store.schedule.size(),
      ];
      for (const step of steps) await expect(step()).rejects.toBeInstanceOf(JournalLost);
      expect(store.troubles().join()).toContain("journal-lost");
      const keys = await Promise.all(servers.nodes.map((node) => node.command("KEYS", "*") as Promise<string[]>));
      // Each process says that it lives, whatever became of the journal.
      expect(keys.flat().filter((key) => !key.includes(":alive:"))).toEqual([]);
    });

    test("offsets of the lost journal are not known to the one that a restart makes, until an operator accepts", async () => {
      const before = openStore();
      const lostId = await before.journal.born();
      await flush();
      const restarted = openStore();
      expect(await restarted.journal.born()).not.toBe(lostId);
      expect(await restarted.journal.knows(lostId!)).toBe(false);
      await expect(open(before, anId())).rejects.toBeInstanceOf(JournalLost);

      const operator = openStore();
      await operator.journal.acceptLoss([lostId!, null]);
      expect(await restarted.journal.knows(lostId!)).toBe(true);
      expect(await restarted.journal.knows(null)).toBe(true);
      expect(await restarted.journal.knows("a third")).toBe(false);
      await eventually("the running service goes on under the new id", () =>
        open(before, anId()).then(
          () => true,
          () => false,
        ),
      );
      expect(await before.journal.born()).toBe(await restarted.journal.born());
      expect(before.troubles()).toEqual([]);
    });

    test("accepting a loss that has not happened changes nothing but what is known", async () => {
      const store = openStore();
      const id = anId();
      const born = await store.journal.born();
      await open(store, id);
      await store.journal.acceptLoss(["older"]);
      expect(await store.journal.born()).toBe(born);
      expect(await store.journal.knows("older")).toBe(true);
      expect(await store.journal.read(id)).toMatchObject({ state: "open" });
    });

    test("a journal that lost some shards only is lost; accepting keeps what is left", async () => {
      const store = openStore();
      const ids = Array.from({ length: 50 }, anId);
      await Promise.all(ids.map((id) => open(store, id)));
      const born = await store.journal.born();
      await at(metaOf("17"), "DEL", metaOf("17"));
      await expect(openStore().journal.born()).rejects.toBeInstanceOf(JournalLost);
      await expect(openStore().schedule.size()).rejects.toBeInstanceOf(JournalLost);

      const operator = openStore();
      await operator.journal.acceptLoss([born!]);
      const renewed = await operator.journal.born();
      expect(renewed).not.toBe(born);
      for (const shard of shards) expect(await bornOf(shard)).toBe(renewed);
      await eventually("the running service goes on", () =>
        store.schedule.size().then(
          () => true,
          () => false,
        ),
      );
      const states = await Promise.all(ids.map(async (id) => (await store.journal.read(id))?.state));
      expect(states.filter((state) => state === "open").length).toBe(50);
    });

    test("a running service whose shard is gone, alone, finds it by looking at what is due", async () => {
      const store = openStore();
      await open(store, anId());
      await at(metaOf("17"), "DEL", metaOf("17"));
      await expect(store.schedule.take(roomFor(1), 1_000)).rejects.toBeInstanceOf(JournalLost);
      expect(store.troubles().join()).toContain("journal-lost");
    });

    test("steps asked for at once are counted: once on one server, by each shard on a cluster", async () => {
      const store = openStore();
      await store.journal.born();
      const ids = Array.from({ length: 40 }, anId);
      await Promise.all(ids.map((id) => open(store, id)));
      const counts = await Promise.all(
        shards.map(async (shard) => Number(await at(metaOf(shard), "HGET", metaOf(shard), "seq"))),
      );
      const touched = new Set(ids.map(shardOf));
      const expected = shards.map((shard) =>
        Number(servers.nodes.length === 1 ? shard === shards[0] : touched.has(shard)),
      );
      expect(counts).toEqual(expected);
    });

    test("a copy of another journal in one shard is a loss", async () => {
      await openStore().journal.born();
      await at(metaOf("03"), "HSET", metaOf("03"), "born", "another");
      await expect(openStore().journal.born()).rejects.toBeInstanceOf(JournalLost);
    });

    test.each([
      ["before any shard was planted", []],
      ["with some shards planted", ["01", "30", "63"]],
      ["with all but the confirmation", shards.slice(1)],
    ])("a process that died %s is gone on with, under the same id", async (_, planted) => {
      await at(metaOf("00"), "HSET", metaOf("00"), "making", "half-made", "how", "create");
      for (const shard of planted) await at(metaOf(shard), "HSET", metaOf(shard), "born", "half-made");
      const several = [openStore(), openStore()];
      expect(await Promise.all(several.map(({ journal }) => journal.born()))).toEqual(["half-made", "half-made"]);
      for (const shard of shards) expect(await bornOf(shard)).toBe("half-made");
      expect(await open(several[0]!, anId())).toMatchObject({ kind: "go" });
    });

    test("an acceptance that died half way is gone on with", async () => {
      await openStore().journal.born();
      await at(metaOf("00"), "HSET", metaOf("00"), "making", "renewed", "how", "renew");
      await at(metaOf("00"), "HDEL", metaOf("00"), "born");
      await at(metaOf("05"), "HSET", metaOf("05"), "born", "renewed");
      expect(await openStore().journal.born()).toBe("renewed");
      for (const shard of shards) expect(await bornOf(shard)).toBe("renewed");
    });

    test("a half-made journal that meets another one's shard is lost", async () => {
      await at(metaOf("00"), "HSET", metaOf("00"), "making", "half-made", "how", "create");
      await at(metaOf("09"), "HSET", metaOf("09"), "born", "another");
      await expect(openStore().journal.born()).rejects.toBeInstanceOf(JournalLost);
    });
  });
