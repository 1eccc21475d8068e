import { afterAll, beforeAll, expect, test } from "vitest";
import { shardOf, shards } from "../../../../src/adapters/redis/journal/shards.js";
import type { RedisStore } from "../../../../src/adapters/redis/store.js";
import { JournalUnavailable, type Source } from "../../../../src/application/ports/journal.js";
import { aNote, anId, anOutcome, roomFor } from "../../../contracts/journal-stage.js";
import { spell } from "../../../chaos/spell.js";
import { describeWith } from "../../../support/needs.js";
import { type RedisServers, type RedisServer, startRedisCluster } from "../../../support/redis-server.js";
import { aDeployment, openRedisStore } from "../../../support/redis-stage.js";

const leaseMs = 60_000;

describeWith(["redis-server"], "invariant 10: a cluster whose slots move under load", () => {
  let cluster: RedisServers;
  let store: RedisStore;
  let other: RedisStore;
  beforeAll(async () => {
    cluster = await startRedisCluster();
    [store, other] = [0, 1].map(() => openRedisStore({ urls: cluster.urls, deadlineMs: 5_000 })) as [
      RedisStore,
      RedisStore,
    ];
  });
  afterAll(async () => {
    await Promise.all([store.close(), other.close()]);
    await cluster.stop();
  });

  const repeated = async <Answer>(step: () => Promise<Answer>): Promise<Answer> => {
    for (;;) {
      try {
        return await step();
      } catch (error) {
        if (!(error instanceof JournalUnavailable)) throw error;
      }
    }
  };
  const open = (id: string, by: RedisStore, source: Source) =>
    repeated(() => by.journal.open(id, source, "never-resend", leaseMs, new Date(0)));
  const run = async (id: string, by = store): Promise<boolean> => {
    const answer = await open(id, by, "orders/0/1");
    if (answer.kind !== "go") return false;
    if ((await repeated(() => by.journal.mark(id, answer.token, 1, leaseMs))) !== "ok") return false;
    return (await repeated(() => by.journal.settle(id, answer.token, "sent", anOutcome()))) === "written";
  };

  const nodeOf = async (slot: number): Promise<RedisServer> => {
    for (const node of cluster.nodes) {
      const lines = String(await node.command("CLUSTER", "NODES")).split("\n");
      const mine = lines
        .find((line) => line.includes("myself"))!
        .split(" ")
        .slice(8);
      const owns = mine.some((range) => {
        const [from, to = from] = range.split("-").map(Number);
        return !range.startsWith("[") && slot >= from! && slot <= to!;
      });
      if (owns) return node;
    }
    throw new Error("Nobody owns the slot");
  };

  /** As `redis-cli --cluster reshard` does it, one key after the other, so that steps meet every state in between. */
  const move = async (shard: string): Promise<void> => {
    const slot = Number(await cluster.nodes[0]!.command("CLUSTER", "KEYSLOT", `{${aDeployment}:${shard}}:meta`));
    const from = await nodeOf(slot);
    const to = cluster.nodes[(cluster.nodes.indexOf(from) + 1) % cluster.nodes.length]!;
    const [fromId, toId] = await Promise.all(
      [from, to].map(async (node) => String(await node.command("CLUSTER", "MYID"))),
    );
    await to.command("CLUSTER", "SETSLOT", String(slot), "IMPORTING", fromId!);
    await from.command("CLUSTER", "SETSLOT", String(slot), "MIGRATING", toId!);
    for (;;) {
      const keys = (await from.command("CLUSTER", "GETKEYSINSLOT", String(slot), "3")) as string[];
      if (keys.length === 0) break;
      await from.command("MIGRATE", "127.0.0.1", String(to.port), "", "0", "5000", "KEYS", ...keys);
    }
    for (const node of [to, from, ...cluster.nodes.filter((each) => each !== to && each !== from)])
      await node.command("CLUSTER", "SETSLOT", String(slot), "NODE", toId!);
  };

  test("what ended stays ended, what waits stays, and nothing goes out twice", async () => {
    const moving = shards.slice(0, spell(3, 8));
    const idsIn = (count: number): string[] => {
      const ids: string[] = [];
      while (ids.length < count) {
        const id = anId();
        if (moving.includes(shardOf(id))) ids.push(id);
      }
      return ids;
    };
    const ended = idsIn(200);
    const waiting = idsIn(40);
    expect((await Promise.all(ended.map((id) => run(id)))).every(Boolean)).toBe(true);
    for (const id of waiting) {
      await open(id, store, "orders/0/1");
      await store.journal.park(id, 1, new Date(0), Buffer.from(id), aNote);
    }

    let moved = false;
    let asked = 0;
    const again = async (): Promise<void> => {
      while (!moved) {
        const answers = await Promise.all(ended.map((id) => open(id, other, "orders/0/2")));
        asked += answers.length;
        expect(new Set(answers.map(({ kind }) => kind))).toEqual(new Set(["settled"]));
      }
    };
    const fresh: string[] = [];
    const more = async (): Promise<void> => {
      while (!moved) {
        const batch = idsIn(20);
        fresh.push(...batch);
        const sent = await Promise.all(batch.flatMap((id) => [run(id), run(id, other)]));
        expect(sent.filter(Boolean)).toHaveLength(batch.length);
      }
    };
    const moves = async (): Promise<void> => {
      for (const shard of moving) await move(shard);
      moved = true;
    };
    await Promise.all([moves(), again(), more()]);

    expect(asked).toBeGreaterThan(0);
    const states = await Promise.all(
      [...ended, ...fresh].map(async (id) => (await repeated(() => store.journal.read(id)))?.state),
    );
    expect(new Set(states)).toEqual(new Set(["sent"]));
    const taken = await repeated(() => store.schedule.take(roomFor(100), leaseMs));
    expect(taken.map(({ messageId }) => messageId).sort()).toEqual([...waiting].sort());
    console.log(
      `slots moved under load: ${moving.length}; claims of ended texts ${asked}, new texts ${fresh.length}, doubles 0, vanished 0`,
    );
  }, 60_000);
});
