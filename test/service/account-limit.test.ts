import { CloudWatchClient, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { SetSMSAttributesCommand, SNSClient } from "@aws-sdk/client-sns";
import { expect, test } from "vitest";
import { readConfig } from "../../src/adapters/environment/config.js";
import { startService } from "../../src/composition/service.js";
import { eventually } from "../support/eventually.js";
import { startMoto } from "../support/moto-server.js";
import { describeWith } from "../support/needs.js";

const region = "ap-south-1";
const credentials = { accessKeyId: "test", secretAccessKey: "test" };

/** Moto is an independent imitation of SNS and CloudWatch. */
describeWith(["moto_server"], "an account whose monthly limit of 50 USD is nearly spent", () => {
  test("promotional texts are refused, with the command that raises it; others go; doctor and spend show it", async () => {
    const moto = await startMoto();
    const client = { region, credentials, endpoint: moto.url };
    const sns = new SNSClient(client);
    await sns.send(new SetSMSAttributesCommand({ attributes: { MonthlySpendLimit: "50" } }));
    const cloudwatch = new CloudWatchClient(client);
    await cloudwatch.send(
      new PutMetricDataCommand({
        Namespace: "AWS/SNS",
        MetricData: [{ MetricName: "SMSMonthToDateSpentUSD", Value: 49.25, Timestamp: new Date() }],
      }),
    );
    const key = "a-key-of-16-letters";
    process.env["AWS_ACCESS_KEY_ID"] ??= "test";
    process.env["AWS_SECRET_ACCESS_KEY"] ??= "test";
    const service = await startService(
      readConfig({
        ...{ HTTP_PORT: "0", SIMULATOR_PORT: "0", LOG_LEVEL: "silent", SMS_GATEWAY: "sns", AWS_REGION: region },
        ...{ AWS_ENDPOINT_URL_SNS: moto.url, AWS_ENDPOINT_URL_CLOUDWATCH: moto.url },
        API_KEYS: `shop:${key}:send+read+admin`,
      }),
    );
    try {
      const call = async (method: string, path: string, body?: object) => {
        const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
        const answer = await fetch(`${service.url}${path}`, {
          ...{ method, headers },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        return (await answer.json()) as Record<string, unknown>;
      };
      interface Scope {
        readonly scope: string;
        readonly spent: number;
        readonly limit: number | null;
      }
      const account = async () =>
        ((await call("GET", "/v1/spend"))["scopes"] as readonly Scope[]).find(({ scope }) => scope === "account/month");
      await eventually("the account was read", async () => (await account()) !== undefined);
      expect(await account()).toMatchObject({ spent: 49_250_000, limit: 50_000_000 });

      const offer = { to: "+919876543210", text: "Pizza today. Reply STOP to opt out", class: "promotional" };
      const preview = await call("POST", "/v1/messages/preview", offer);
      expect(preview).toMatchObject({ reason: expect.stringMatching(/^(?:spend-limit-reached|compliance-missing)$/u) });
      const { messageId } = await call("POST", "/v1/messages", { ...offer, to: "+447400900001" });
      const state = async (id: unknown) => {
        const { outcome } = await call("GET", `/v1/messages/${String(id)}`);
        return outcome as { reason: string | null; detail: string | null; status: string } | null | undefined;
      };
      await eventually("the offer's end", async () => (await state(messageId))?.status !== undefined);
      expect(await state(messageId)).toMatchObject({
        reason: "spend-limit-reached",
        detail: expect.stringMatching(/monthly limit of 50\.00 USD .* sms account set MonthlySpendLimit AMOUNT/u),
      });
      const order = await call("POST", "/v1/messages", { to: "+447400900002", text: "Your order is ready" });
      await eventually("the order's end", async () => (await state(order["messageId"]))?.status === "sent");

      const { checks } = (await call("GET", "/v1/doctor")) as { checks: { check: string; verdict: string }[] };
      expect(checks.find(({ check }) => check === "spend-limit")).toMatchObject({ verdict: "warn" });

      const { outcome } = await call("GET", `/v1/messages/${String(order["messageId"])}`);
      const receipt = await call("POST", "/v1/receipts", {
        ...{ provider: "sns", providerMessageId: (outcome as Record<string, unknown>)["providerMessageId"] },
        ...{ status: "undelivered", at: new Date().toISOString(), providerResponse: "No quota left for account" },
      });
      expect(receipt).toMatchObject({ taken: "moved" });
      const late = await call("POST", "/v1/messages", { to: "+447400900003", text: "Your order is ready" });
      await eventually("its end", async () => (await state(late["messageId"]))?.status !== undefined);
      expect(await state(late["messageId"])).toMatchObject({
        reason: "spend-limit-reached",
        detail: expect.stringMatching(/limit of 50\.00 USD \(MonthlySpendLimit\) is spent, and drops every text/u),
      });
      const metrics = await fetch(`${service.url}/metrics`, { headers: { authorization: `Bearer ${key}` } });
      expect(await metrics.text()).toMatch(/^sms_breaker_open\{cause="spend-limit"\} 1$/mu);
      const after = (await call("GET", "/v1/doctor")) as unknown as { checks: { check: string; verdict: string }[] };
      expect(after.checks.find(({ check }) => check === "spend-limit")).toMatchObject({ verdict: "fail" });
    } finally {
      await service.stop();
      sns.destroy();
      cloudwatch.destroy();
      await moto.close();
    }
  });
});
