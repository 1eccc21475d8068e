import { beforeAll, expect, test } from "vitest";
import { startCountingGateway } from "../../support/counting-gateway.js";
import { describeWith } from "../../support/needs.js";
import { sharedKafka } from "../../support/shared-kafka.js";
import { built } from "../../support/built.js";
import { startFleet } from "../fleet.js";

const count = 50_000;
const perSecond = 400;
const leadMs = 120_000;
/** A code so often: of one caller 50 in an hour that nobody enters are enough. */
const everySeconds = 4;

const number = (n: number): string => `+44740${1_000_000 + n}`;
const codeNumber = (n: number): string => `+44750${1_000_000 + n}`;

describeWith(["redis-server", "java", "mvn"], "a schedule that is due all at once", () => {
  beforeAll(built);

  test("50,000 texts due in the same second: all go out, once, at the rate, and codes pass them", async () => {
    await using fleet = await startFleet(await sharedKafka(), 0);
    const gateway = await startCountingGateway(20);
    try {
      const settings = { AWS_ENDPOINT_URL_SNS: gateway.url, SMS_RATE_TRANSACTIONAL: String(perSecond) };
      const urls = await Promise.all([fleet.worker(settings).ready, fleet.worker(settings).ready]);
      const due = Date.now() + leadMs;
      await fleet.ask(count, { class: "transactional", number, sendAt: new Date(due).toISOString() });
      const waiting = async () => {
        const keys = (await fleet.redis.command("KEYS", "*:due:transactional")) as string[];
        const sizes = await Promise.all(keys.map((key) => fleet.redis.command("ZCARD", key)));
        return sizes.reduce((sum: number, size) => sum + Number(size), 0);
      };
      await fleet.until("all wait", async () => (await waiting()) === count, leadMs);
      const parkedMs = leadMs - (due - Date.now());
      expect(gateway.total()).toBe(0);
      await fleet.until("the first go out", () => gateway.total() > 0, leadMs);
      const began = performance.now();
      const codes: number[] = [];
      const seconds: number[] = [];
      let before = 0;
      for (let n = 0; gateway.total() < count + codes.length; n += 1) {
        const asked = performance.now();
        if (n % everySeconds === 0) {
          const sent = await fetch(`${urls[(n / everySeconds) % 2]}/v1/otp`, {
            method: "POST",
            headers: { "content-type": "application/json" },
            body: JSON.stringify({ to: codeNumber(n), purpose: "login" }),
          });
          expect(sent.status).toBe(201);
          codes.push(performance.now() - asked);
        }
        await new Promise((go) => setTimeout(go, 1_000 - Math.min(900, performance.now() - asked)));
        seconds.push(gateway.total() - before);
        before = gateway.total();
        if (performance.now() - began > 400_000) break;
      }
      const tookMs = performance.now() - began;
      await fleet.until("every event has an outcome", () => fleet.outcomes().size >= count, 60_000);
      const texts = [...gateway.texts].filter(([to]) => to.startsWith("+44740"));
      const twice = texts.filter(([, times]) => times > 1).length;
      const sorted = codes.toSorted((a, b) => a - b);
      const at = (share: number) => Math.round(sorted[Math.floor((sorted.length - 1) * share)]!);
      console.log(
        `${count} due at once: parked in ${Math.round(parkedMs / 1_000)} s, sent in ${Math.round(tookMs / 1_000)} s ` +
          `(${Math.round((count * 1_000) / tookMs)} a second at a rate of ${perSecond}), ${count - texts.length} lost, ${twice} twice; ` +
          `${codes.length} codes meanwhile, answered in ${at(0.5)} ms p50, ${at(0.99)} ms p99`,
      );
      expect([texts.length, twice]).toEqual([count, 0]);
      // Never above the rate over any 10 s, codes included.
      for (let from = 0; from + 10 <= seconds.length; from += 1)
        expect(seconds.slice(from, from + 10).reduce((sum, one) => sum + one, 0)).toBeLessThan(perSecond * 12);
      expect(codes.length).toBeGreaterThan(10);
    } finally {
      gateway.close();
    }
  }, 700_000);
});
