import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decodeOutcome, encodeOutcome } from "../../../../src/adapters/redis/journal/outcome-codec.js";
import { outcomeWords } from "../../../../src/adapters/redis/journal/outcome-words.js";
import { createSealing } from "../../../../src/adapters/redis/journal/sealing.js";
import type { RedisStore } from "../../../../src/adapters/redis/store.js";
import { aDeparture } from "../../../contracts/departures.contract.js";
import { aNote, anId, anOutcome, roomFor } from "../../../contracts/journal-stage.js";
import { redisDump } from "../../../support/redis-dump.js";
import { sentOutcome } from "../../../support/sent-outcome.js";
import { describeWith } from "../../../support/needs.js";
import { type RedisServer, startRedis } from "../../../support/redis-server.js";
import { aHashKey, openRedisStore } from "../../../support/redis-stage.js";

const anotherKey = "another key for tests, of more than 32 bytes";

describe("sealing", () => {
  const sealing = createSealing(aHashKey);

  test("what was sealed opens, in another process too, under the same key and context only", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), fc.string(), (bytes, context) => {
        const plain = Buffer.from(bytes);
        const sealed = sealing.seal(plain, context);
        expect(createSealing(aHashKey).open(sealed, context)).toEqual(plain);
        expect(sealing.open(sealed, `${context}.`)).toBeUndefined();
        expect(createSealing(`${aHashKey}.`).open(sealed, context)).toBeUndefined();
      }),
    );
  });

  test("whatever was altered or cut does not open", () => {
    const sealed = sealing.seal("Your code is 123456", "note:1");
    fc.assert(
      fc.property(fc.nat(sealed.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const altered = Buffer.from(sealed);
        altered[at] = altered[at]! ^ change;
        expect(sealing.open(altered, "note:1")).toBeUndefined();
        expect(sealing.open(sealed.subarray(0, at), "note:1")).toBeUndefined();
      }),
    );
  });

  test("the same text never looks the same", () => {
    const seen = new Set(Array.from({ length: 1_000 }, () => sealing.seal("text", "c").toString("hex")));
    expect(seen.size).toBe(1_000);
  });
});

test("an outcome comes back as it was, whatever is in it", () => {
  const part = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.uint8Array().map((bytes) => Buffer.from(bytes)),
  );
  const entry = fc.record({
    rule: fc.string(),
    verdict: fc.constantFrom("pass" as const, "refuse" as const),
    observed: fc.string({ unit: "grapheme" }),
    consequence: fc.string(),
  });
  fc.assert(
    fc.property(
      fc.record(
        {
          topic: fc.string(),
          key: fc.option(part),
          value: fc.option(part),
          headers: fc.dictionary(fc.string(), part),
          timestamp: fc.date({ noInvalidDate: true }),
        },
        { requiredKeys: ["topic", "key", "value", "headers"] },
      ),
      fc.array(entry),
      (event, trace) => {
        expect(decodeOutcome("1", Buffer.from(encodeOutcome("1", { event, trace })))).toEqual({ event, trace });
      },
    ),
  );
});

/** Puts another outcome, given by its bytes in hex, into a record. */
const putOutcome = `
  local record = cmsgpack.unpack(redis.call('GET', KEYS[1]))
  record[16] = string.gsub(ARGV[1], '..', function(byte) return string.char(tonumber(byte, 16)) end)
  redis.call('SET', KEYS[1], cmsgpack.pack(record), 'KEEPTTL')
`;

describeWith(["redis-server"], "what Redis keeps", () => {
  let server: RedisServer;
  let store: RedisStore;
  beforeAll(async () => {
    server = await startRedis();
    store = openRedisStore({ urls: [server.url], rates: { transactional: 20, promotional: 20 } });
  });
  afterAll(async () => {
    await store.close();
    await server.stop();
  });

  const canaries = ["+919876543210", "919876543210", "9876543210", "the secret text 4711", "sm-message-77"];
  const outcome = anOutcome("sent", { value: JSON.stringify(canaries), key: canaries[0]! });
  const note = { ...aNote, trace: [{ ...aNote.trace[0]!, observed: canaries.join() }] };
  const open = (id: string, by = store) => by.journal.open(id, "o/0/1", "never-resend", 60_000, new Date(0));

  /** A message in each state, with canaries wherever something of it is kept. */
  const fill = async () => {
    const ids = { received: anId(), parked: anId(), watched: anId(), sent: anId(), failed: anId(), doubt: anId() };
    await store.journal.receive(ids.received, "digest", "answer", note);
    await open(ids.parked);
    await store.journal.park(ids.parked, 1, new Date(), Buffer.from(canaries.join()), note);
    await store.schedule.watch(ids.watched, new Date(), Buffer.from(canaries.join()));
    for (const [id, state] of [
      [ids.sent, "sent"],
      [ids.failed, "failed"],
      [ids.doubt, "in-doubt"],
    ] as const) {
      await open(id);
      await store.journal.mark(id, 1, 1, 60_000);
      await store.journal.settle(id, 1, state, outcome);
    }
    await store.throttle.take("otp", [1]);
    await store.journal.acceptLoss(["older"]);
    return ids;
  };

  const dump = async (): Promise<Buffer> => {
    const keys = (await server.command("KEYS", "*")) as string[];
    const bytes: Buffer[] = [];
    for (const key of keys) {
      bytes.push(Buffer.from(key));
      const read: Record<string, string[]> = {
        string: ["GET", key],
        hash: ["HGETALL", key],
        zset: ["ZRANGE", key, "0", "-1"],
        set: ["SMEMBERS", key],
      };
      const words = read[String(await server.command("TYPE", key))];
      expect(words, `${key} is of a kind that this test can read`).toBeDefined();
      bytes.push(Buffer.from(JSON.stringify(await server.command(...words!)), "utf8"));
    }
    return Buffer.concat(bytes);
  };

  test("no number and no text is readable in it, and every key has an end", async () => {
    await fill();
    const everything = (await dump()).toString("utf8");
    expect(everything.length).toBeGreaterThan(1_000);
    for (const canary of canaries) expect(everything).not.toContain(canary);
    const keys = (await server.command("KEYS", "*")) as string[];
    const immortal = [];
    for (const key of keys) if (Number(await server.command("PTTL", key)) < 0) immortal.push(key);
    expect(immortal).toEqual([]);
  });

  test("under another key it is refused at the start, with its cure, and nothing is changed", async () => {
    const ids = await fill();
    /** All but what a store writes to see that it can. */
    const all = async () =>
      (await redisDump(server))
        .split("\n")
        .filter((line) => !line.includes(":alive:"))
        .sort();
    const before = await all();
    const stranger = openRedisStore({ urls: [server.url], hashKey: anotherKey });
    try {
      await expect(stranger.checks()).rejects.toThrow("another SMS_HASH_KEY");
      for (const step of [() => open(ids.sent, stranger), () => stranger.schedule.take(roomFor(100), 60_000)])
        await expect(step()).rejects.toThrow("another SMS_HASH_KEY");
      await expect(stranger.journal.acceptLoss([null])).rejects.toThrow("another SMS_HASH_KEY");
      expect(stranger.troubles().join()).toContain("another SMS_HASH_KEY");
      expect(await all()).toEqual(before);
    } finally {
      await stranger.close();
    }
  });

  test("what cannot be opened all the same is unreadable, never new; what waits comes without its body", async () => {
    const ids = await fill();
    for (const key of (await server.command("KEYS", "*:meta")) as string[]) await server.command("HDEL", key, "print");
    const stranger = openRedisStore({ urls: [server.url], hashKey: anotherKey });
    try {
      for (const id of [ids.sent, ids.failed, ids.doubt])
        expect(await open(id, stranger)).toEqual({ kind: "unreadable" });
      expect(await stranger.journal.read(ids.sent)).toMatchObject({ state: "sent", outcome: undefined });
      expect(await stranger.journal.read(ids.received)).toMatchObject({ state: "received", note: undefined });
      expect(await stranger.journal.inDoubtCount()).toBeGreaterThan(0);
      const taken = await stranger.schedule.take(roomFor(100), 60_000);
      expect(taken.map(({ messageId }) => messageId)).toEqual(expect.arrayContaining([ids.parked, ids.watched]));
      for (const { body } of taken) expect(body).toBeUndefined();
    } finally {
      await stranger.close();
    }
  });

  test.each([
    ["by its fields, with codes of a newer version", "\u0007|||\u001fkey"],
    ["in a form of a newer version", "\u0008 another form"],
    ["as something else", deflateRawSync("null", { dictionary: outcomeWords })],
  ])("an outcome that was kept %s is unreadable, by a claim alone and by a departure", async (_, kept) => {
    const id = anId();
    await open(id);
    await store.journal.settle(id, 1, "failed", outcome);
    const [key] = (await server.command("KEYS", `*:m:${id}`)) as [string];
    const sealed = createSealing(aHashKey).seal(kept, `outcome:${id}`);
    await server.command("EVAL", putOutcome, "1", key, sealed.toString("hex"));
    expect(await open(id)).toEqual({ kind: "unreadable" });
    const departed = await store.departures!.begin({ ...aDeparture(), id, payload: "" })();
    expect(departed).toEqual({ opened: { kind: "unreadable" }, marked: false });
    expect(await store.journal.read(id)).toMatchObject({ state: "failed", outcome: undefined });
  });

  test("a note in a form of a newer version is none; what else is known of the message is told", async () => {
    const id = anId();
    await store.journal.receive(id, "digest", "answer", { ...note, trace: {} } as unknown as typeof note);
    expect(await store.journal.read(id)).toMatchObject({ state: "received", note: undefined });
  });

  test("a record that this version cannot read is never new", async () => {
    const { sent } = await fill();
    const [key] = (await server.command("KEYS", `*:m:${sent}`)) as [string];
    await server.command("SET", key, "\u00ff garbage", "KEEPTTL");
    expect(await open(sent)).toEqual({ kind: "unreadable" });
    expect(await store.journal.settle(sent, 1, "sent", outcome)).toBe("stale");
    expect(await store.journal.mark(sent, 1, 1, 1_000)).toBe("stale");
  });

  test("a message that ended takes about 450 bytes, what was decided and published about it included", async () => {
    const { id } = sentOutcome;
    await open(id);
    await store.journal.mark(id, 1, 1, 60_000);
    await store.journal.settle(id, 1, "sent", sentOutcome.to("+919876543210"));
    const [key] = (await server.command("KEYS", `*:m:${id}`)) as [string];
    expect(Number(await server.command("STRLEN", key))).toBeLessThan(470);
  });
});
