import { createServer, connect, type Server, type Socket } from "node:net";
import { once } from "node:events";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { RedisStore } from "../../../../src/adapters/redis/store.js";
import { JournalLost, JournalUnavailable } from "../../../../src/application/ports/journal.js";
import { aNote, anId, anOutcome, roomFor } from "../../../contracts/journal-stage.js";
import { eventually } from "../../../support/eventually.js";
import { describeWith } from "../../../support/needs.js";
import { type RedisServer, startRedis } from "../../../support/redis-server.js";
import { openRedisStore } from "../../../support/redis-stage.js";

const leaseMs = 60_000;

/** An address whose server can be exchanged; connections stay where they are. */
const movableAddress = async (port: number) => {
  let target = port;
  const sockets = new Set<Socket>();
  const proxy: Server = createServer((from) => {
    const to = connect(target, "127.0.0.1");
    for (const socket of [from, to]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => {
        sockets.delete(socket);
        from.destroy();
        to.destroy();
      });
    }
    from.pipe(to);
    to.pipe(from);
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  const address = proxy.address();
  if (address === null || typeof address === "string") throw new Error("The proxy has no port");
  return {
    url: `redis://127.0.0.1:${address.port}`,
    moveTo: (other: number) => {
      target = other;
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      proxy.close();
    },
  };
};

const follows = async (replica: RedisServer, master: RedisServer): Promise<void> => {
  await replica.command("REPLICAOF", "127.0.0.1", String(master.port));
  await eventually("the replica follows", async () =>
    String(await replica.command("INFO", "replication")).includes("master_link_status:up"),
  );
  // Its master counts it from its first acknowledgement on, which comes later.
  await eventually("its master counts it", async () =>
    String(await master.command("INFO", "replication")).includes(`port=${replica.port},state=online`),
  );
};
const promoted = (replica: RedisServer) => replica.command("REPLICAOF", "NO", "ONE");

describeWith(["redis-server"], "invariant 8: a Redis that goes back behind what it acknowledged", () => {
  let first: RedisServer;
  let second: RedisServer;
  const stores: RedisStore[] = [];
  const openStore = (url: string, replicas?: number) => {
    const options = { urls: [url], deadlineMs: 1_000 };
    const store = openRedisStore(replicas === undefined ? options : { ...options, replicas });
    stores.push(store);
    return store;
  };
  beforeEach(async () => {
    [first, second] = await Promise.all([startRedis(), startRedis()]);
  });
  afterEach(async () => {
    await Promise.all(stores.splice(0).map((store) => store.close()));
    await Promise.all([first.stop(), second.stop()]);
  });
  const open = (store: RedisStore, id: string) =>
    store.journal.open(id, "orders/0/1", "never-resend", leaseMs, new Date(0));
  const send = async (store: RedisStore, id: string) => {
    await open(store, id);
    await store.journal.mark(id, 1, 1, leaseMs);
    await store.journal.settle(id, 1, "sent", anOutcome());
  };

  test("a failover to a stale replica is a lost journal for who saw more, and for who starts with what was committed", async () => {
    const address = await movableAddress(first.port);
    const store = openStore(address.url, 0);
    const kept = anId();
    await send(store, kept);
    await follows(second, first);
    await promoted(second);
    // What no replica has heard of.
    const gone = Array.from({ length: 20 }, anId);
    for (const id of gone) await send(store, id);
    const stamp = store.journal.stamp()!;
    expect(await store.journal.knows(stamp)).toBe(true);

    await first.kill();
    address.moveTo(second.port);
    const answers = await Promise.allSettled(
      gone.map(async (id) => {
        for (;;) {
          try {
            return await open(store, id);
          } catch (error) {
            if (!(error instanceof JournalUnavailable)) throw error;
          }
        }
      }),
    );
    for (const answer of answers) expect(answer).toMatchObject({ status: "rejected", reason: { name: "JournalLost" } });
    expect(store.troubles().join()).toContain("journal-lost");

    const restarted = openStore(address.url, 0);
    expect(await restarted.journal.knows(stamp)).toBe(false);
    await expect(restarted.schedule.take(roomFor(1), leaseMs), "nothing parked is sent either").rejects.toThrow(
      JournalLost,
    );
    await restarted.journal.acceptLoss([stamp]);
    expect(await restarted.journal.knows(stamp)).toBe(true);
    expect(await open(restarted, kept)).toMatchObject({ kind: "settled" });
    await eventually("the one that saw more goes on", () =>
      open(store, gone[0]!).then(
        () => true,
        (error: unknown) => {
          expect(error).toBeInstanceOf(JournalLost);
          return false;
        },
      ),
    );
    expect(store.troubles()).toEqual([]);
    address.close();
  });

  test("a failover to a replica that holds all that was promised is none", async () => {
    await follows(second, first);
    const address = await movableAddress(first.port);
    const store = openStore(address.url, 1);
    const id = anId();
    await send(store, id);
    // Claimed and promised nothing: the replica may lack it.
    second.pause();
    await open(store, anId());
    second.resume();
    await first.kill();
    await promoted(second);
    await follows(await startThird(), second);
    address.moveTo(second.port);
    await eventually("it goes on", () =>
      open(store, id).then(
        (answer) => answer.kind === "settled",
        (error: unknown) => {
          expect(error).toBeInstanceOf(JournalUnavailable);
          return false;
        },
      ),
    );
    await third?.stop();
    address.close();
  });
  let third: RedisServer | undefined;
  const startThird = async () => {
    third = await startRedis();
    return third;
  };

  test("with fewer online replicas than were there at first nothing is built on a step, with the reason, until they are back", async () => {
    await follows(second, first);
    const store = openStore(first.url);
    await send(store, anId());
    await second.kill();
    const id = anId();
    await open(store, id);
    await eventually("the replica is missed", async () => {
      await expect(store.journal.mark(id, 1, 1, leaseMs)).rejects.toBeInstanceOf(JournalUnavailable);
      return store.troubles().join().includes("0 of 1 replicas");
    });
    await second.restart();
    await follows(second, first);
    await eventually("it goes on", () =>
      store.journal.mark(id, 1, 1, leaseMs).then(
        (answer) => answer === "ok",
        () => false,
      ),
    );
  });

  test("a message that waits completes its duplicates only once a replica holds that it waits", async () => {
    await follows(second, first);
    const [parker, other] = [openStore(first.url, 1), openStore(first.url, 1)];
    const id = anId();
    await send(parker, anId());
    await open(parker, id);
    await second.kill();
    const park = () => parker.journal.park(id, 1, new Date(Date.now() + 60_000), Buffer.from("body"), aNote);
    await eventually("the park is written, and no replica holds it", async () => {
      await expect(park()).rejects.toBeInstanceOf(JournalUnavailable);
      return (await parker.journal.read(id))?.state === "deferred";
    });
    await expect(open(other, id)).rejects.toBeInstanceOf(JournalUnavailable);
    const fresh = anId();
    expect(await open(other, fresh), "what promises nothing is answered").toMatchObject({ kind: "go" });
    await second.restart();
    await follows(second, first);
    await eventually("it is said to wait", () =>
      open(other, id).then(
        ({ kind }) => kind === "parked",
        () => false,
      ),
    );
  });

  test("a server that turned replica refuses: a reason in its own words though nothing is sent, and it is left for the one that took its place", async () => {
    const address = await movableAddress(first.port);
    const store = openStore(address.url, 0);
    await send(store, anId());
    await follows(second, first);
    await promoted(second);
    await follows(first, second);
    await eventually("readiness says why", () => store.troubles().join().includes("READONLY"));
    address.moveTo(second.port);
    await eventually("the one in its place is found", () =>
      send(store, anId()).then(
        () => true,
        (error: unknown) => {
          expect(error).toBeInstanceOf(JournalUnavailable);
          return false;
        },
      ),
    );
    await eventually("readiness is well again", () => store.troubles().length === 0);
    address.close();
  });
});
