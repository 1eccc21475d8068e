import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bucketHolds } from "../../../src/domain/rate/token-bucket.js";
import { describeWith } from "../../support/needs.js";
import { sharedKafka } from "../../support/shared-kafka.js";
import { built } from "../../support/built.js";
import { startCountingGateway } from "../counting-gateway.js";
import { startFleet } from "../fleet.js";

const idleMs = 300_000;
const windowMs = 60_000;
const workers = 3;
/** Parts per second: the setting as it comes with SNS. */
const rate = 20;

/** The most instants of a window of so many ms that begins with one of them. */
const mostWithin = (instants: readonly number[], ms: number): number => {
  let most = 0;
  for (let from = 0, to = 0; from < instants.length; from += 1) {
    while (to < instants.length && instants[to]! < instants[from]! + ms) to += 1;
    most = Math.max(most, to - from);
  }
  return most;
};
const percent = (part: number, whole: number): string => `${((part / whole - 1) * 100).toFixed(2)} %`;

describeWith(["redis-server", "java", "mvn"], "the account's rate, and three worker processes that share it", () => {
  const directory = mkdtempSync(join(tmpdir(), "rates-"));
  beforeAll(built);
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  test("after five minutes of idleness the rate is met over a common 60 s at the gateway, and never exceeded", async () => {
    await using gateway = await startCountingGateway();
    await using fleet = await startFleet(await sharedKafka());
    const started = Array.from({ length: workers }, () =>
      fleet.worker({ AWS_ENDPOINT_URL_SNS: gateway.url, SMS_RATE_TRANSACTIONAL: String(rate) }),
    );
    await Promise.all(started.map(({ ready }) => ready));
    const warm = await fleet.ask(60, { class: "transactional" });
    await fleet.until("every worker has sent", () => warm.every(({ messageId }) => fleet.outcomes().has(messageId)));
    await sleep(idleMs);
    const before = gateway.arrivals.length;
    for (let left = (rate * windowMs) / 1_000 + 10 * rate; left > 0; left -= 500)
      await fleet.ask(Math.min(left, 500), { class: "transactional" });
    const instants = () => gateway.arrivals.slice(before).map(({ at }) => at);
    await fleet.until(
      "more than a minute of texts came",
      () => (instants().at(-1) ?? 0) - (instants()[0] ?? 0) > windowMs + 1_000,
      3 * windowMs,
    );
    const whole = (rate * windowMs) / 1_000;
    const first = instants().filter((at) => at < instants()[0]! + windowMs).length;
    const [most, second] = [mostWithin(instants(), windowMs), mostWithin(instants(), 1_000)];
    console.log(
      `${rate}/s, ${workers} processes: ${first} parts in the first 60 s (${percent(first, whole)}), ${most} in the fullest 60 s (${percent(most, whole)}), ${second} in the fullest second; load ${loadavg()[0]!.toFixed(1)}`,
    );
    // A bucket's worth may have been saved up: 0.17 % of a minute.
    expect(first).toBeLessThanOrEqual(whole + bucketHolds(rate));
    expect(first).toBeGreaterThanOrEqual(whole * 0.95);
  }, 600_000);

  test("while the gateway throttles, codes keep their share: each reaches the gateway beside a backlog, and no worker calls it down", async () => {
    const codes = 40;
    await using gateway = await startCountingGateway();
    await using fleet = await startFleet(await sharedKafka());
    const policies = join(directory, "policies.yaml");
    // Nobody enters these codes: the guard against pumping would hold them back.
    writeFileSync(policies, 'pumping: { allow: ["+44"] }\n');
    const started = Array.from({ length: workers }, () =>
      fleet.worker({
        ...{ AWS_ENDPOINT_URL_SNS: gateway.url, SMS_OTP_POLICIES: policies },
        ...{ SMS_RATE_TRANSACTIONAL: "200", SMS_RATE_PROMOTIONAL: "200" },
      }),
    );
    const urls = await Promise.all(started.map(({ ready }) => ready));
    const warm = await fleet.ask(60, { class: "transactional" });
    await fleet.until("every worker has sent", () => warm.every(({ messageId }) => fleet.outcomes().has(messageId)));

    const askedAt = new Map<string, number>();
    const askCodes = async (from: number) => {
      for (let n = from; n < from + codes; n += 1) {
        const to = `+447401${String(900_000 + n)}`;
        askedAt.set(to, performance.now());
        const answer = await fetch(`${urls[n % workers]}/v1/otp`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ to, purpose: "login" }),
        });
        expect(answer.ok).toBe(true);
        await sleep(250);
      }
    };
    const waits = () =>
      gateway.arrivals
        .filter(({ phone, taken }) => taken && askedAt.has(phone))
        .map(({ at, phone }) => at - askedAt.get(phone)!)
        .sort((a, b) => a - b);
    const told = (all: readonly number[]) =>
      `p50 ${Math.round(all[all.length / 2]!)} ms, at most ${Math.round(all.at(-1)!)} ms`;
    await askCodes(0);
    await fleet.until("each code was taken", () => waits().length === codes);
    const alone = told(waits());
    askedAt.clear();

    gateway.limit(50);
    const backlog = await fleet.ask(4_000, { class: "transactional" });
    await fleet.until("the gateway throttles", () => gateway.arrivals.some(({ taken }) => !taken));
    await askCodes(codes);
    await fleet.until("each code was taken", () => waits().length === codes);
    const taken = gateway.arrivals.filter((one) => one.taken && !askedAt.has(one.phone)).length - warm.length - codes;
    const refused = gateway.arrivals.filter((one) => !one.taken).length;
    console.log(
      `codes beside ${backlog.length} texts at a gateway that takes 50/s of 200/s: ${told(waits())}; alone ${alone}; ${taken} texts taken, ${refused} throttled; load ${loadavg()[0]!.toFixed(1)}`,
    );
    expect(taken).toBeLessThan(backlog.length);
    for (const url of urls) {
      expect(await (await fetch(`${url}/metrics`)).text()).not.toMatch(/^sms_breaker_open\{[^}]*\} 1$/mu);
      expect((await fetch(`${url}/readyz`)).status).toBe(200);
    }
  }, 240_000);
});
