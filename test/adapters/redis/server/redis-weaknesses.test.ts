import { afterAll, beforeAll, expect, test } from "vitest";
import { JournalUnavailable } from "../../../../src/application/ports/journal.js";
import { anId, anOutcome } from "../../../contracts/journal-stage.js";
import { eventually } from "../../../support/eventually.js";
import { describeWith } from "../../../support/needs.js";
import { type RedisServer, startRedis } from "../../../support/redis-server.js";
import { openRedisStore } from "../../../support/redis-stage.js";

describeWith(["redis-server"], "what Redis must promise", () => {
  let server: RedisServer;
  let replica: RedisServer;
  beforeAll(async () => {
    [server, replica] = await Promise.all([startRedis({ aof: true }), startRedis()]);
  });
  afterAll(async () => {
    await Promise.all([server.stop(), replica.stop()]);
  });

  test("what is weak is said with its cost and the command that mends it, and the command mends it", async () => {
    const store = openRedisStore({ urls: [server.url], deadlineMs: 5_000 });
    try {
      await server.command("CONFIG", "SET", "appendfsync", "everysec");
      await server.command("CONFIG", "SET", "appendonly", "no");
      await server.command("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
      const said = await store.checks();
      expect(said).toHaveLength(4);
      for (const sentence of said.slice(0, 3)) {
        expect(sentence).toMatch(/has (appendonly no|appendfsync everysec|maxmemory-policy allkeys-lru), not/u);
        expect(sentence).toContain("texts may be sent again");
        const mend = /redis-cli -h 127\.0\.0\.1 -p \d+ (.*)$/u.exec(sentence);
        await server.command(...mend![1]!.split(" "));
      }
      expect(said[3]).toContain("has no replica");
      expect(await store.checks()).toEqual([said[3]]);
    } finally {
      await store.close();
    }
  });

  test("where there is a replica, what promises something is answered once it holds it", async () => {
    await server.command("CONFIG", "SET", "repl-diskless-sync", "yes");
    await server.command("CONFIG", "SET", "repl-diskless-sync-delay", "2");
    await replica.command("REPLICAOF", "127.0.0.1", String(server.port));
    const seen = async (what: string) => String(await server.command("INFO", "replication")).includes(what);
    await eventually("the replica is attached", () => seen("connected_slaves:1"));
    const store = openRedisStore({ urls: [server.url], deadlineMs: 1_000 });
    try {
      expect(await store.checks()).toEqual([]);
      const id = anId();
      await store.journal.open(id, "o/0/1", "resend-once", 60_000, new Date(0));
      expect(await seen("state=online")).toBe(false);
      const mark = () => store.journal.mark(id, 1, 1, 60_000);
      await expect(mark(), "a replica that still copies must hold it too").rejects.toThrow("has 0 of 1 replicas");
      await eventually("the replica follows", () =>
        mark().then(
          () => true,
          () => false,
        ),
      );
      expect(await replica.command("KEYS", `*:m:${id}`)).toHaveLength(1);
      replica.pause();
      await expect(store.journal.settle(id, 1, "sent", anOutcome())).rejects.toBeInstanceOf(JournalUnavailable);
      expect(await store.journal.read(id)).toMatchObject({ state: "sent" });
      replica.resume();
      await eventually("the repeated step is answered", () =>
        store.journal.settle(id, 1, "sent", anOutcome()).then(
          (answer) => answer === "written",
          () => false,
        ),
      );
    } finally {
      await store.close();
    }
  });
});
