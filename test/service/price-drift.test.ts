import { afterAll, beforeAll, expect, test } from "vitest";
import { type SmsStage, startSmsStage } from "../../src/composition/stage.js";
import { eventually } from "../support/eventually.js";

let stage: SmsStage;
beforeAll(async () => {
  stage = await startSmsStage({ SMS_RECEIPTS_CALLS_PER_SECOND: "8" });
});
afterAll(() => stage.stop());

const ask = async (method: string, url: string, body?: unknown) => {
  const sent =
    body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
  const answer = await fetch(url, { method, ...sent });
  return (await answer.json()) as Record<string, unknown>;
};

test("100 texts that cost more than the price book says: doctor warns, with the line to paste", async () => {
  await ask("PUT", `${stage.inbox}/api/receipts`, { status: "delivered", priceMicros: 7_500 });
  const to = (at: number) => `+9198765${String(10_000 + at)}`;
  await Promise.all(
    Array.from({ length: 100 }, (_, at) =>
      ask("POST", `${stage.url}/v1/messages`, { to: to(at), text: "Your order is ready" }),
    ),
  );
  const prices = async () => {
    const { checks } = (await ask("GET", `${stage.url}/v1/doctor`)) as unknown as {
      checks: readonly { check: string; evidence: string; fix: string; verdict: string }[];
    };
    return checks.find(({ check }) => check === "prices")!;
  };
  await eventually("receipts of all", async () => (await prices()).evidence.includes("contradict"), 50_000);
  expect(await prices()).toMatchObject({
    verdict: "warn",
    evidence: expect.stringContaining("IN transactional costs 1.163 times as much (100 texts)"),
    fix: expect.stringContaining('{"country":"IN","class":"transactional","micros":7500,'),
  });
});
