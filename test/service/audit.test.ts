import { afterAll, beforeAll, expect, test } from "vitest";
import { type SmsStage, startSmsStage } from "../../src/composition/stage.js";
import { sms } from "../support/command-line.js";

const keys = { ops: "ops-secret-0123456789", shop: "shop-secret-0123456789" };
let stage: SmsStage;
beforeAll(async () => {
  stage = await startSmsStage({ API_KEYS: `ops:${keys.ops}:admin+send+read,shop:${keys.shop}:send+read` });
});
afterAll(() => stage?.stop());

const as = (who: keyof typeof keys, ...args: readonly string[]) =>
  sms(args, { SMS_URL: stage.url, SMS_API_KEY: keys[who] });
const entries = async () => {
  const { out } = await as("ops", "audit", "--json");
  return out
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
};

test("who changed what and why is in the trail, in the order of the changes; looking and sending are not", async () => {
  await as(
    "ops",
    "account",
    "set",
    "MonthlySpendLimit",
    "50",
    "--because",
    "Diwali: more orders, +91 98765 43210 asked",
  );
  await as("shop", "opt-outs", "add", "+919876543210", "--class", "promotional");
  await as("ops", "forget", "+919876543210");
  await as("ops", "doctor");
  await as("ops", "send", "+919876543211", "hello");
  expect(await entries()).toMatchObject([
    { seq: 3, who: "ops", action: "forget", object: expect.stringMatching(/^number:/) },
    {
      seq: 2,
      who: "shop",
      action: "opt-outs",
      object: expect.stringMatching(/^number:/),
      details: { choice: "opt-out", class: "promotional" },
    },
    {
      seq: 1,
      who: "ops",
      action: "account.attributes.change",
      object: null,
      reason: "Diwali: more orders, … asked",
      details: { MonthlySpendLimit: "50" },
    },
  ]);
  expect(JSON.stringify(await entries())).not.toMatch(/98765/);
});

test("a change that was refused is none", async () => {
  const before = await entries();
  expect((await as("ops", "account", "set", "MonthlySpendLimit", "lots")).code).toBe(1);
  expect((await as("shop", "account", "set", "MonthlySpendLimit", "9")).code).toBe(1);
  expect(await entries()).toEqual(before);
});

test("the chain is verified, and people read it", async () => {
  expect(await as("ops", "audit", "verify")).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^3 entries, 1 to 3, hold; head \S+\n$/),
  });
  expect((await as("ops", "audit")).out).toMatch(/^3 {2}\S+Z {2}ops {2}forget {2}number:\S+\n/);
  expect((await as("shop", "audit")).err).toMatch(/^forbidden/);
});
