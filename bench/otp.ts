import { createClient } from "redis";
import { createRedisClient, type RedisClient } from "../src/adapters/redis/server/client.js";
import { createRedisOtpStore } from "../src/adapters/redis/otp/otp-store.js";
import { createOtpMacs } from "../src/adapters/system/otp-macs.js";
import { systemClock } from "../src/adapters/system/clock.js";
import { createHashes } from "../src/adapters/system/hashes.js";
import { createVerifyOtp } from "../src/application/otp/verify-otp.js";
import { defaultOtpPolicies, defaultOtpPolicy } from "../src/domain/otp/otp-policy.js";
import { startRedis } from "../test/support/redis-server.js";
import { silentLog } from "../test/support/silent-log.js";
import { silentErrorLog } from "../test/support/silent-error-log.js";

/**
 * Verifications per second, round trips per call, and the time of right against wrong guesses: the service's use case
 * (number parsed, MACs made, one script) beside a plain GET, compare, DEL of the code in clear. `node … bench/otp.ts [count]`
 */
const count = Number(process.argv[2] ?? 10_000);
const inFlight = 64;
const policy = defaultOtpPolicy("login");
const secret = Buffer.alloc(32, 7);
const right = "012345";
const wrong = "543210";

const server = await startRedis();
const client = createRedisClient({ urls: [server.url] });
const plain = createClient({ url: server.url });
await plain.connect();

const hashes = createHashes(secret);
const otpMacs = createOtpMacs([secret]);
let calls = 0;
const counting: Pick<RedisClient, "evaluate"> = {
  evaluate: (...args) => {
    calls += 1;
    return client.evaluate(...args);
  },
};
const otpStore = createRedisOtpStore({ deployment: "acme", client: counting });
const verifyOtp = createVerifyOtp({
  clock: systemClock,
  otpMacs,
  defaultCountry: "IN",
  eventPublisher: { publish: async () => undefined },
  guardPumping: { verified: () => undefined },
  hashes,
  errorLog: silentErrorLog,
  log: silentLog,
  otpMeters: { otp: () => undefined },
  otpPolicies: defaultOtpPolicies,
  otpStore,
});

const numberOf = (at: number) => `+9198${String(at).padStart(8, "0")}`;

/** What a simple service does; two round trips when right, one when wrong, and every parallel guess is compared. */
const getCompareDelete = async (to: string, code: string): Promise<boolean> => {
  calls += 1;
  const kept = await plain.get(`plain:${to}:login`);
  if (kept !== code) return false;
  calls += 1;
  await plain.del(`plain:${to}:login`);
  return true;
};
const service = async (to: string, code: string): Promise<boolean> =>
  (await verifyOtp({ to, purpose: "login", code, caller: "bench" })).kind === "accepted";

type Verify = typeof service;

const inParallel = async (total: number, work: (at: number) => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  let next = 0;
  const worker = async () => {
    while (next < total) {
      next += 1;
      await work(next - 1);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  return (performance.now() - began) / 1_000;
};

const prepare = (from: number, total: number) =>
  inParallel(total, async (index) => {
    const to = numberOf(from + index);
    const mac = otpMacs.make(to, "login", right);
    const ask = { token: "m", mac, newId: "v", askedId: undefined, caller: "bench", bound: true };
    await otpStore.reserve({ who: hashes.keyed(to), purpose: "login" }, ask, policy);
    await plain.set(`plain:${to}:login`, right, { PX: 300_000 });
  });

const quantile = (sorted: readonly number[], q: number) => sorted[Math.floor((sorted.length - 1) * q)]!;
const micros = (ms: number) => `${Math.round(ms * 1_000)} µs`;

let base = 0;
/** Verifications per second in one round. */
const round = async (verify: Verify, total: number): Promise<number> => {
  base += count;
  await prepare(base, total);
  calls = 0;
  const seconds = await inParallel(total, (at) => verify(numberOf(base + at), right));
  return total / seconds;
};

const rounds = 5;
/** Rounds take turns, so that a busy moment of the machine meets both. */
const throughput = async (contenders: readonly (readonly [name: string, verify: Verify])[]) => {
  const results = contenders.map(([name, verify]) => ({ name, verify, rates: [] as number[], trips: 0 }));
  for (const { verify } of results) await round(verify, count / rounds);
  for (let left = rounds; left > 0; left -= 1)
    for (const result of results) {
      result.rates.push(await round(result.verify, count / rounds));
      result.trips = calls / (count / rounds);
    }
  const medians = results.map(({ name, rates, trips }) => {
    const sorted = rates.sort((a, b) => a - b);
    const [low, median, high] = [0, 0.5, 1].map((q) => Math.round(quantile(sorted, q)).toLocaleString("en"));
    console.log(
      `${name}: ${median} right verifications/s at ${inFlight} in flight (${low} to ${high}), ${trips.toFixed(2)} round trips a call`,
    );
    return quantile(sorted, 0.5);
  });
  console.log(`ratio: ${(medians[0]! / medians[1]!).toFixed(2)}`);
};

/** One after the other, right and wrong taking turns at random, so that a slow moment meets both. */
const timing = async (name: string, verify: Verify) => {
  const each = Math.min(count, 4_000);
  base += count;
  await prepare(base, each);
  const took: Record<"right" | "wrong", number[]> = { right: [], wrong: [] };
  const trips = { right: 0, wrong: 0 };
  for (let at = 0; at < each; at += 1) {
    const kind = Math.random() < 0.5 ? "right" : "wrong";
    calls = 0;
    const began = performance.now();
    await verify(numberOf(base + at), kind === "right" ? right : wrong);
    took[kind].push(performance.now() - began);
    trips[kind] += calls;
  }
  for (const kind of ["right", "wrong"] as const) {
    const sorted = took[kind].sort((a, b) => a - b);
    const [p50, p95] = [quantile(sorted, 0.5), quantile(sorted, 0.95)];
    console.log(
      `${name}: ${kind} ${micros(p50)} p50, ${micros(p95)} p95, ${(trips[kind] / sorted.length).toFixed(2)} round trips`,
    );
  }
  const apart = quantile(took.right, 0.5) - quantile(took.wrong, 0.5);
  console.log(`${name}: right − wrong ${micros(apart)} at p50`);
};

const compared = async (name: string, verify: Verify) => {
  base += count;
  await prepare(base, 1);
  const answers = await Promise.all(Array.from({ length: 300 }, () => verify(numberOf(base), right)));
  console.log(`${name}: of 300 parallel right answers ${answers.filter(Boolean).length} accepted`);
};

const names = { service: "this service", plain: "get, compare, delete" };
await throughput([
  [names.service, service],
  [names.plain, getCompareDelete],
]);
await timing(names.service, service);
await timing(names.plain, getCompareDelete);
await compared(names.service, service);
await compared(names.plain, getCompareDelete);

await client.close();
plain.destroy();
await server.stop();
