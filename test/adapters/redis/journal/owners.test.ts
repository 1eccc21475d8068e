import { createClient, RESP_TYPES } from "redis";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Source } from "../../../../src/application/ports/journal.js";
import type { RedisStore } from "../../../../src/adapters/redis/store.js";
import { aNote, anId, anOutcome } from "../../../contracts/journal-stage.js";
import { eventually } from "../../../support/eventually.js";
import { describeWith } from "../../../support/needs.js";
import { type RedisServer, startRedis } from "../../../support/redis-server.js";
import { openRedisStore } from "../../../support/redis-stage.js";

/** Far longer than the test: who waits for a lease fails it. */
const leaseMs = 600_000;

describeWith(["redis-server"], "who holds a message", () => {
  let server: RedisServer;
  const stores: RedisStore[] = [];
  const openStore = () => {
    const store = openRedisStore({ urls: [server.url] });
    stores.push(store);
    return store;
  };
  beforeAll(async () => {
    server = await startRedis();
  });
  afterEach(async () => {
    await Promise.all(stores.splice(0).map((store) => store.close()));
    await server.command("FLUSHALL");
  });
  afterAll(() => server.stop());

  const open = (
    store: RedisStore,
    id: string,
    source: Source,
    policy: "resend-once" | "never-resend" = "resend-once",
  ) => store.journal.open(id, source, policy, leaseMs, new Date(0));
  const isHeard = (count: number) => async () =>
    ((await server.command("KEYS", "*:alive:*")) as string[]).length === count;

  test("what a dead process held is free long before its lease is over; what a living one holds is not", async () => {
    const [dead, living, other] = [openStore(), openStore(), openStore()];
    const [held, sending, doubtful, kept] = [anId(), anId(), anId(), anId()];
    for (const id of [held, sending]) await open(dead, id, "o/0/1");
    await open(dead, doubtful, "o/0/1", "never-resend");
    for (const id of [sending, doubtful]) await dead.journal.mark(id, 1, 1, leaseMs);
    await open(living, kept, "o/0/1");
    await other.journal.read(anId());
    await eventually("all are heard", isHeard(3));
    for (const id of [held, sending, doubtful]) expect((await open(other, id, "o/0/2")).kind).toBe("busy");
    await dead.close();
    const freed = (id: string, policy: "resend-once" | "never-resend", kind: string) => async () => {
      expect((await open(other, kept, "o/0/2")).kind).toBe("busy");
      return (await open(other, id, "o/0/2", policy)).kind === kind;
    };
    await eventually("the one it had claimed", freed(held, "resend-once", "go"), 20_000);
    await eventually("the one it was sending", freed(sending, "resend-once", "go"));
    expect(await other.journal.read(sending)).toMatchObject({ sends: 1 });
    await eventually("the one it may not send again", freed(doubtful, "never-resend", "in-doubt"));
  });

  test("an end is perhaps being told by the process that wrote it, until it is told; not so for another copy of the event", async () => {
    const [one, other] = [openStore(), openStore()];
    const id = anId();
    await open(one, id, "o/0/1");
    await one.journal.settle(id, 1, "sent", anOutcome("sent"));
    expect(await open(one, id, "o/0/1")).not.toHaveProperty("telling");
    expect(await open(other, id, "o/0/2")).not.toHaveProperty("telling");
    expect(await open(other, id, "o/0/1")).toMatchObject({ kind: "settled", telling: true });
    await one.journal.announced(id, "sent");
    expect(await open(other, id, "o/0/1")).toMatchObject({ kind: "settled", announced: true });
    expect(await open(other, id, "o/0/1")).not.toHaveProperty("telling");
  });

  test("a process that was never heard of keeps what it holds until its lease is over", async () => {
    const [one, other] = [openStore(), openStore()];
    const id = anId();
    await open(one, id, "o/0/1");
    await one.close();
    for (const key of (await server.command("KEYS", "*:alive:*")) as string[]) await server.command("DEL", key);
    await other.journal.read(anId());
    await eventually("the other is heard", isHeard(1));
    expect((await open(other, id, "o/0/2")).kind).toBe("busy");
  });

  test("two processes that hold one number, because a server lost the first claim: the first one's is void", async () => {
    const [first, second] = [openStore(), openStore()];
    const client = createClient({ url: server.url }).withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer });
    await client.connect();
    try {
      const [id, proof, double] = [anId(), anId(), anId()];
      for (const each of [id, proof, double]) {
        await open(first, each, "o/0/1");
        const key = String(((await server.command("KEYS", `*:m:${each}`)) as string[])[0]);
        await client.del(key);
        expect(await open(second, each, "o/0/1")).toMatchObject({ kind: "go", token: 1 });
      }
      expect(await first.journal.mark(id, 1, 1, leaseMs)).toBe("stale");
      expect(await first.journal.park(id, 1, new Date(), Buffer.from("b"), aNote)).toBe("stale");
      expect(await first.journal.settle(id, 1, "failed", anOutcome())).toBe("stale");
      expect(await second.journal.mark(id, 1, 1, leaseMs)).toBe("ok");
      expect(await first.journal.unmark(id, 1, 1)).toBe("stale");
      expect(await first.journal.again(id, 1, 1)).toBe("stale");
      // A text of its that went out is proof, as an older run's is.
      expect(await first.journal.settle(proof, 1, "sent", anOutcome())).toBe("written");
      await second.journal.mark(double, 1, 1, leaseMs);
      await second.journal.settle(double, 1, "sent", anOutcome());
      expect(await first.journal.settle(double, 1, "sent", anOutcome())).toBe("double");
    } finally {
      client.destroy();
    }
  });
});
