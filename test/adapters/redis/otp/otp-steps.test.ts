import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createMemoryOtpStore } from "../../../../src/adapters/memory/otp-store.js";
import { createRedisClient, type RedisClient } from "../../../../src/adapters/redis/server/client.js";
import { createRedisOtpStore } from "../../../../src/adapters/redis/otp/otp-store.js";
import type { OtpStore } from "../../../../src/application/ports/otp-store.js";
import { defaultOtpPolicy } from "../../../../src/domain/otp/otp-policy.js";
import { otpAsk, otpSubject } from "../../../contracts/otp-stage.js";
import { movedClock } from "../../../support/moved-clock.js";
import { describeWith } from "../../../support/needs.js";
import { type RedisServer, startRedis } from "../../../support/redis-server.js";

const policy = defaultOtpPolicy("login");

/** One step as both stores take it; small numbers of tokens, codes and ids make them meet. */
const step = fc.oneof(
  fc.record({
    kind: fc.constant("reserve" as const),
    token: fc.integer({ min: 0, max: 5 }),
    mac: fc.integer({ min: 0, max: 3 }),
    askedId: fc.constantFrom(undefined, undefined, undefined, "id-1", "asked"),
    caller: fc.constantFrom("shop", "shop", "bank"),
    bound: fc.constantFrom(true, true, false),
    purpose: fc.constantFrom("login", "login", "registration"),
  }),
  fc.record({
    kind: fc.constantFrom("confirm" as const, "abort" as const, "refund" as const),
    token: fc.integer({ min: 0, max: 5 }),
    purpose: fc.constantFrom("login", "login", "registration"),
  }),
  fc.record({
    kind: fc.constant("verify" as const),
    caller: fc.constantFrom("shop", "shop", "bank"),
    purpose: fc.constantFrom("login", "login", "registration"),
    macs: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 2 }),
    verificationId: fc.constantFrom(undefined, "id-0", "id-1", "id-2", "asked", "foreign"),
  }),
  fc.record({
    kind: fc.constant("wait" as const),
    ms: fc.constantFrom(1, 5, 10, 10, 10, 20, 86_399_980),
  }),
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

describeWith(["redis-server"], "the steps of codes in Redis", () => {
  let server: RedisServer;
  let client: RedisClient;
  beforeAll(async () => {
    server = await startRedis({ aof: true });
    client = createRedisClient({ urls: [server.url], deadlineMs: 1_000 });
  });
  afterAll(async () => {
    await client?.close();
    await server?.stop();
  });

  test("any sequence of steps is answered as the domain answers it", async () => {
    const clock = movedClock();
    const inMemory = createMemoryOtpStore({ clock });
    const inRedis = createRedisOtpStore({ deployment: "acme", client, clock: () => `=${clock.now().getTime()}` });
    // Limits so near to one another that steps of 10 ms meet their edges.
    const limits = { validityMs: 30, coolDownsMs: [0, 10], windowMs: 20, sendsPerWindow: 3, sendsPerDay: 5 };
    const tight = { ...policy, ...limits, attempts: 3, failuresPerDay: 17 };
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 20, maxLength: 60, size: "max" }),
        async (steps: readonly Step[]) => {
          const { who } = otpSubject();
          const run = async (store: OtpStore, one: Step, at: number) => {
            if (one.kind === "wait") return undefined;
            const subject = { who, purpose: one.purpose };
            switch (one.kind) {
              case "reserve": {
                const ask = {
                  token: `t${one.token}`,
                  mac: `mac${one.mac}`,
                  newId: `id-${at % 3}`,
                  askedId: one.askedId,
                };
                return store.reserve(subject, { ...ask, caller: one.caller, bound: one.bound }, tight);
              }
              case "verify": {
                const macs = one.macs.map((mac) => `mac${mac}`);
                return store.verify(subject, { macs, verificationId: one.verificationId, caller: one.caller }, tight);
              }
              default:
                return store[one.kind](subject, `t${one.token}`);
            }
          };
          for (const [at, one] of steps.entries()) {
            if (one.kind === "wait") clock.advance(one.ms);
            expect(await run(inRedis, one, at)).toEqual(await run(inMemory, one, at));
          }
        },
      ),
      { numRuns: 300 },
    );
  }, 60_000);

  test("instants are Redis' own, moved by what a test adds", async () => {
    const ahead = 3_600_000;
    const store = createRedisOtpStore({ deployment: "acme", client, clock: () => String(ahead) });
    const now = async () => Number(((await server.command("TIME")) as string[])[0]) * 1_000;
    const before = await now();
    const reserved = await store.reserve(otpSubject(), otpAsk(), policy);
    if (reserved.kind !== "reserved") throw new Error("held");
    const made = reserved.expiresAt - policy.validityMs - ahead;
    expect(made).toBeGreaterThanOrEqual(before);
    expect(made).toBeLessThan((await now()) + 1_000);
  });

  test("right, wrong, foreign, spent and unknown guesses make the same one call", async () => {
    let calls = 0;
    const counting: Pick<RedisClient, "evaluate"> = {
      evaluate: (...args) => {
        calls += 1;
        return client.evaluate(...args);
      },
    };
    const store = createRedisOtpStore({ deployment: "acme", client: counting });
    const verify = async (subject: ReturnType<typeof otpSubject>, mac: string, verificationId?: string) => {
      const before = await commandsOf();
      calls = 0;
      const { kind } = await store.verify(subject, { macs: [mac], verificationId, caller: "shop" }, policy);
      return { kind, calls, evals: (await commandsOf()) - before };
    };
    const commandsOf = async () => {
      const stats = String(await server.command("INFO", "commandstats"));
      return Number(/cmdstat_evalsha:calls=(\d+)/.exec(stats)?.[1] ?? 0);
    };
    const subject = otpSubject();
    const ask = otpAsk();
    await store.reserve(subject, ask, policy);
    await store.verify(
      subject,
      { macs: ["first use loads the script"], verificationId: "foreign", caller: "shop" },
      policy,
    );
    expect(await verify(subject, "wrong")).toEqual({ kind: "wrong", calls: 1, evals: 1 });
    expect(await verify(subject, ask.mac, "foreign")).toEqual({ kind: "unknown", calls: 1, evals: 1 });
    expect(await verify(subject, ask.mac)).toEqual({ kind: "accepted", calls: 1, evals: 1 });
    expect(await verify(subject, ask.mac)).toEqual({ kind: "unknown", calls: 1, evals: 1 });
  });

  test("a wrong guess moves no expiry of the record", async () => {
    const store = createRedisOtpStore({ deployment: "acme", client });
    const subject = otpSubject();
    await store.reserve(subject, otpAsk(), policy);
    const key = `{acme:otp:${subject.who}}:code:login`;
    const before = Number(await server.command("PEXPIRETIME", key));
    for (let wrong = 0; wrong < 5; wrong += 1)
      await store.verify(subject, { macs: ["wrong"], verificationId: undefined, caller: "shop" }, policy);
    expect(Number(await server.command("PEXPIRETIME", key))).toBe(before);
  });

  test("codes, attempts, slots and the failure budget survive a restart of the server", async () => {
    const store = createRedisOtpStore({ deployment: "acme", client });
    const subject = otpSubject();
    const quick = { ...policy, coolDownsMs: [0], attempts: 4, failuresPerDay: 4 };
    const ask = otpAsk();
    const guess = (mac: string) =>
      store.verify(subject, { macs: [mac], verificationId: undefined, caller: "shop" }, quick);
    await store.reserve(subject, ask, quick);
    await guess("wrong");
    await guess("wrong");
    await server.restart();
    expect(await eventually(() => guess("wrong"))).toMatchObject({ kind: "wrong", attemptsLeft: 1 });
    expect(await guess(ask.mac)).toMatchObject({ kind: "accepted" });
    await store.reserve(subject, otpAsk(), quick);
    await guess("wrong");
    await server.restart();
    expect(await eventually(() => store.reserve(subject, otpAsk(), quick))).toMatchObject({ why: "failures" });
  });

  test("away, every step rejects within its deadline", async () => {
    const store = createRedisOtpStore({ deployment: "acme", client });
    const subject = otpSubject();
    server.pause();
    try {
      const guess = { macs: ["any"], verificationId: undefined, caller: "shop" };
      await expect(store.verify(subject, guess, policy)).rejects.toMatchObject({ name: "JournalUnavailable" });
      await expect(store.reserve(subject, otpAsk(), policy)).rejects.toMatchObject({ name: "JournalUnavailable" });
    } finally {
      server.resume();
    }
  });
});

/** Repeats a step while the client finds the restarted server again. */
const eventually = async <Answer>(step: () => Promise<Answer>): Promise<Answer> => {
  for (let tries = 0; ; tries += 1) {
    try {
      return await step();
    } catch (error) {
      if (tries > 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
};
