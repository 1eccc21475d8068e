import { once } from "node:events";
import { createConnection } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { createProgress } from "../../../../src/adapters/redis/journal/progress.js";
import { shardOf } from "../../../../src/adapters/redis/journal/shards.js";
import { createBatchedSteps } from "../../../../src/adapters/redis/journal/batched-steps.js";
import { script } from "../../../../src/adapters/redis/server/script.js";
import type { RedisStore } from "../../../../src/adapters/redis/store.js";
import { JournalUnavailable, type Source } from "../../../../src/application/ports/journal.js";
import { aNote, anId, anOutcome, roomFor } from "../../../contracts/journal-stage.js";
import { eventually } from "../../../support/eventually.js";
import { describeWith } from "../../../support/needs.js";
import { type RedisServers, type RedisServer, startRedis, startRedisCluster } from "../../../support/redis-server.js";
import { aDeployment, openRedisStore } from "../../../support/redis-stage.js";

const leaseMs = 60_000;
const epoch = new Date(0);
const deadlineMs = 400;

describeWith(["redis-server"], "a journal whose Redis is away", () => {
  let server: RedisServer;
  let store: RedisStore;
  beforeAll(async () => {
    server = await startRedis({ aof: true });
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    store = openRedisStore({ urls: [server.url], deadlineMs });
    await store.journal.born();
  });
  afterEach(() => store.close());

  const open = (id: string, source: Source = "orders/0/1") =>
    store.journal.open(id, source, "resend-once", leaseMs, epoch);
  const answered = async <Answer>(step: () => Promise<Answer>): Promise<Answer> => {
    let answer: Answer | undefined;
    await eventually("the step is answered", async () => {
      answer = await step().catch((error: unknown) => {
        expect(error).toBeInstanceOf(JournalUnavailable);
        return undefined;
      });
      return answer !== undefined;
    });
    return answer!;
  };

  test("invariant 3: a step without an answer rejects within its deadline, is applied later, and answers the same when repeated", async () => {
    const id = anId();
    await open(id);
    server.pause();
    const began = performance.now();
    await expect(store.journal.mark(id, 1, 1, leaseMs)).rejects.toBeInstanceOf(JournalUnavailable);
    expect(performance.now() - began).toBeLessThan(deadlineMs + 300);
    expect(store.troubles()).not.toEqual([]);
    await expect(store.journal.mark(id, 1, 1, leaseMs)).rejects.toBeInstanceOf(JournalUnavailable);
    server.resume();
    expect(await answered(() => store.journal.mark(id, 1, 1, leaseMs))).toBe("ok");
    expect(await store.journal.read(id)).toMatchObject({ state: "sending", sends: 1, attempts: 1 });
    expect(store.troubles()).toEqual([]);
  });

  test("a Redis that answers and cannot do it is a trouble with its reason, until it can", async () => {
    await server.command("CONFIG", "SET", "maxmemory", "1");
    try {
      await expect(open(anId())).rejects.toBeInstanceOf(JournalUnavailable);
      expect(store.troubles()).toEqual([expect.stringContaining("memory is full")]);
      // Reads go on: they say nothing of writes.
      await store.journal.inDoubtCount().catch(() => undefined);
      expect(store.troubles()).not.toEqual([]);
    } finally {
      await server.command("CONFIG", "SET", "maxmemory", "0");
    }
    await eventually("no trouble is left", () => store.troubles().length === 0);
    expect((await open(anId())).kind).toBe("go");
  });

  test("a late mark of an attempt that was undone since does not send the message again", async () => {
    const id = anId();
    await open(id);
    server.pause();
    const late = [1, 2, 3].map(() => store.journal.mark(id, 1, 1, leaseMs).catch(() => undefined));
    await Promise.all(late);
    server.resume();
    expect(await answered(() => store.journal.mark(id, 1, 1, leaseMs))).toBe("ok");
    expect(await store.journal.unmark(id, 1, 1)).toBe("ok");
    expect(await store.journal.mark(id, 1, 1, leaseMs)).toBe("stale");
    expect(await store.journal.read(id)).toMatchObject({ state: "open", sends: 0 });
  });

  test("a late request of this process does not take the message from its younger one", async () => {
    const id = anId();
    expect(await open(id)).toMatchObject({ token: 1 });
    server.pause();
    // The connection is given up and made anew, while its last requests still wait in the server's socket.
    for (let times = 0; times < 4; times += 1) await expect(open(id)).rejects.toBeInstanceOf(JournalUnavailable);
    server.resume();
    const opened = await answered(() => open(id));
    expect(opened.kind).toBe("go");
    const token = opened.kind === "go" ? opened.token : 0;
    await eventually("what was late is through", async () => (await store.journal.read(id)) !== undefined);
    expect(await store.journal.mark(id, token, 1, leaseMs)).toBe("ok");
  });

  test("of two requests of one process that overtake each other the younger one counts", async () => {
    const id = anId();
    const born = (await store.journal.born())!;
    const { steps } = createBatchedSteps({
      client: store.client,
      deployment: aDeployment,
      now: () => undefined,
      progress: createProgress(),
      born: () => born,
      ttlMs: 3_600_000,
      parkedBytesCap: 1,
      clockOffset: () => 0,
    });
    const ask = (asker: string, asked: number) => {
      const args = ["orders/0/1", "resend-once", String(leaseMs), "0", asker, String(asked)];
      return steps({ op: "open", tag: shardOf(id), keys: [`m:${id}`], args });
    };
    expect(await ask("this process", 5)).toEqual(["first", 1, 0, 0]);
    expect(await ask("this process", 4)).toEqual(["busy", 1, Buffer.from("this process")]);
    const call = (op: string, ...args: string[]) =>
      steps({ op, tag: shardOf(id), keys: [`m:${id}`], args: ["1", "1", "this process", ...args] });
    expect(await call("mark", String(leaseMs))).toEqual(["ok"]);
    await call("unmark");
    expect(await ask("another process", 1)).toEqual(["go", 2, 0, 1]);
  });

  test("a hang with calls in work that nobody asks for again heals by itself", async () => {
    const keys = Array.from({ length: 3 }, (_, at) => `{acme:otp:${at}}:code:login` as const);
    const ask = (key: string) => store.client.evaluate(script("return 1"), [key], []);
    server.pause();
    for (const key of keys) await expect(ask(key)).rejects.toBeInstanceOf(JournalUnavailable);
    expect(store.troubles()).not.toEqual([]);
    server.resume();
    await eventually("readiness is well again", () => store.troubles().length === 0);
  });

  test("every kind of step is unavailable, and works again by itself after a restart with nothing forgotten", async () => {
    const ended = anId();
    await open(ended);
    await store.journal.mark(ended, 1, 1, leaseMs);
    await store.journal.settle(ended, 1, "sent", anOutcome());
    const waiting = anId();
    await open(waiting);
    const due = new Date(Date.now() - 1_000);
    await store.journal.park(waiting, 1, due, Buffer.from("body"), aNote);

    await server.kill();
    const steps: readonly (() => Promise<unknown>)[] = [
      () => open(anId()),
      () => store.journal.receive(anId(), "d", "a", aNote),
      () => store.journal.settle(ended, 1, "sent", anOutcome()),
      () => store.journal.read(ended),
      () => store.journal.inDoubt(10),
      () => store.schedule.take(roomFor(10), 1_000),
      () => store.schedule.size(),
      () => store.journal.knows("x"),
    ];
    for (const step of steps) await expect(step()).rejects.toBeInstanceOf(JournalUnavailable);
    expect(store.troubles()).not.toEqual([]);

    await server.restart();
    expect(await answered(() => open(ended))).toEqual({ kind: "settled", state: "sent", outcome: anOutcome() });
    expect(await store.schedule.take(roomFor(10), 60_000)).toMatchObject([
      { messageId: waiting, due, body: Buffer.from("body") },
    ]);
    expect(store.troubles()).toEqual([]);
  });

  test("nothing that was asked for while Redis was down is done later", async () => {
    await server.kill();
    const id = anId();
    await expect(open(id)).rejects.toBeInstanceOf(JournalUnavailable);
    await server.restart();
    expect(await answered(async () => (await store.journal.read(id)) ?? "unknown")).toBe("unknown");
  });

  test("a server that takes no more connections is away, with its reason, until it has room", async () => {
    const full = await startRedis({ options: ["--maxclients", "1"] });
    const guest = createConnection({ port: full.port, host: "127.0.0.1" });
    guest.on("error", () => undefined);
    await once(guest, "connect");
    const other = openRedisStore({ urls: [full.url], deadlineMs });
    try {
      const seen: string[] = [];
      for (let tries = 0; tries < 8; tries += 1) {
        await expect(other.journal.born()).rejects.toBeInstanceOf(JournalUnavailable);
        seen.push(...other.troubles());
      }
      expect(seen.join(" ")).toContain("as many clients as it may");
      guest.destroy();
      expect(await answered(() => other.journal.born())).toEqual(expect.any(String));
    } finally {
      guest.destroy();
      await other.close();
      await full.stop();
    }
  });

  test("a memory that is full is away, and what it held is read on", async () => {
    const id = anId();
    await open(id);
    await server.command("CONFIG", "SET", "maxmemory", "1000");
    await expect(store.journal.mark(id, 1, 1, leaseMs)).rejects.toBeInstanceOf(JournalUnavailable);
    await server.command("CONFIG", "SET", "maxmemory", "0");
    expect(await store.journal.mark(id, 1, 1, leaseMs)).toBe("ok");
  });

  test("scripts that a restart forgot are sent again", async () => {
    const id = anId();
    await open(id);
    await server.command("SCRIPT", "FLUSH");
    expect(await store.journal.mark(id, 1, 1, leaseMs)).toBe("ok");
  });

  test("close ends within its deadline while Redis is frozen", async () => {
    const other = openRedisStore({ urls: [server.url], deadlineMs });
    await other.journal.born();
    server.pause();
    const began = performance.now();
    const step = other.journal.read(anId()).catch((error: unknown) => error);
    await other.close();
    expect(performance.now() - began).toBeLessThan(2 * deadlineMs);
    expect(await step).toBeInstanceOf(JournalUnavailable);
    server.resume();
  });

  test("a service starts while Redis is down and finds it by itself", async () => {
    await server.kill();
    const other = openRedisStore({ urls: [server.url], deadlineMs });
    await expect(other.journal.born()).rejects.toBeInstanceOf(JournalUnavailable);
    await server.restart();
    expect(await answered(() => other.journal.born())).toBe(await answered(() => store.journal.born()));
    await other.close();
  });
});

describeWith(["redis-server"], "a journal one of whose nodes is away", () => {
  let cluster: RedisServers;
  let store: RedisStore;
  beforeAll(async () => {
    cluster = await startRedisCluster();
    store = openRedisStore({ urls: cluster.urls, deadlineMs });
    await store.journal.born();
  });
  afterAll(async () => {
    await store.close();
    await cluster.stop();
  });

  test("its messages are unavailable, then go on where they were", async () => {
    const ids = Array.from({ length: 30 }, anId);
    const open = (id: string) => store.journal.open(id, "orders/0/1", "resend-once", leaseMs, epoch);
    await Promise.all(ids.map(open));
    cluster.nodes[1]!.pause();
    const marks = await Promise.allSettled(ids.map((id) => store.journal.mark(id, 1, 1, leaseMs)));
    const failed = marks.filter((mark) => mark.status === "rejected");
    expect(failed.length).toBeGreaterThan(0);
    for (const { reason } of failed) expect(reason).toBeInstanceOf(JournalUnavailable);
    cluster.nodes[1]!.resume();
    for (const id of ids)
      await eventually("the message is marked", async () =>
        store.journal.mark(id, 1, 1, leaseMs).then(
          (answer) => answer === "ok",
          () => false,
        ),
      );
    const entries = await Promise.all(ids.map((id) => store.journal.read(id)));
    expect(entries.map((entry) => entry?.sends)).toEqual(ids.map(() => 1));
  });
});
