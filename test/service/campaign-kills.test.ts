import { beforeAll, expect, test } from "vitest";
import { startSimulator } from "../../src/adapters/simulator/simulator.js";
import { built } from "../support/built.js";
import { describeWith } from "../support/needs.js";
import { startRedis } from "../support/redis-server.js";
import { startServiceProcess } from "../support/service-process.js";

const people = Array.from({ length: 100 }, (_, n) => ({ to: `+9198765${43_210 + n}` }));

interface View {
  readonly state: string;
  readonly hash: string;
  readonly counts: Readonly<Record<string, number>>;
}

describeWith(["redis-server"], "a campaign whose workers are killed", () => {
  beforeAll(built);

  test("its counts are the total at each look, it ends, and nobody is texted twice", async () => {
    const redis = await startRedis({ aof: true });
    const phones = await startSimulator({ host: "127.0.0.1", port: 0 });
    const worker = () =>
      startServiceProcess({
        REDIS_URL: redis.url,
        SMS_HASH_KEY: "k".repeat(48),
        OTP_SECRET: "o".repeat(48),
        SMS_GATEWAY: "sns",
        API_KEYS: `ops:${"s".repeat(20)}:send+read`,
        SMS_ALLOWED_COUNTRIES: "IN",
        AWS_REGION: "ap-south-1",
        AWS_ENDPOINT_URL_SNS: phones.url,
        AWS_ACCESS_KEY_ID: "x",
        AWS_SECRET_ACCESS_KEY: "x",
        SMS_RATE_TRANSACTIONAL: "1000",
        SMS_CRASH_POLICY_TRANSACTIONAL: "never-resend",
      });
    const headers = { authorization: `Bearer ${"s".repeat(20)}`, "content-type": "application/json" };
    const call = async (url: string, path: string, body?: unknown): Promise<View> => {
      const init = body === undefined ? { headers } : { method: "POST", headers, body: JSON.stringify(body) };
      return (await (await fetch(`${url}${path}`, init)).json()) as View;
    };
    let one = worker();
    try {
      let url = await one.ready;
      const words = { text: "Your table is ready", class: "transactional" };
      const asked = { campaignId: "kills", name: "Kills", recipients: people, rate: 20, ...words };
      const { hash } = await call(url, "/v1/campaigns", asked);
      await call(url, "/v1/campaigns/kills/start", { hash });
      const look = async (): Promise<View> => {
        const view = await call(url, "/v1/campaigns/kills");
        const { total, ...columns } = view.counts;
        expect(Object.values(columns).reduce((sum, count) => sum + count, 0)).toBe(total);
        return view;
      };
      for (const left of [75, 40]) {
        await expect.poll(async () => (await look()).counts["waiting"], { timeout: 20_000 }).toBeLessThan(left);
        one.signal("SIGKILL");
        await one.ended;
        one = worker();
        url = await one.ready;
      }
      await expect
        .poll(
          async () => {
            const v = await look();
            if (v.state === "paused") throw new Error(JSON.stringify(v));
            return v.state;
          },
          // A lease of 10 s, then 15 s until a text is taken for left behind, looked for every 4 s; perhaps once more.
          { timeout: 60_000, interval: 200 },
        )
        .toBe("finished");
      const answer = await fetch(`${phones.url}/api/messages?limit=1000`);
      const { messages } = (await answer.json()) as { readonly messages: readonly { readonly phone: string }[] };
      expect(new Set(messages.map(({ phone }) => phone)).size).toBe(messages.length);
      const { counts } = await look();
      const out = (counts["sent"] ?? 0) + (counts["delivered"] ?? 0) + (counts["undelivered"] ?? 0);
      expect(out).toBeLessThanOrEqual(messages.length);
      expect(out + (counts["inDoubt"] ?? 0)).toBe(100);
    } finally {
      one.signal("SIGKILL");
      await phones.close();
      await redis.stop();
    }
  }, 150_000);
});
