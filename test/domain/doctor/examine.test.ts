import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Deployment } from "../../../src/domain/doctor/deployment.js";
import { examine } from "../../../src/domain/doctor/examine.js";

/** Nothing is wrong with it. */
const sound: Deployment = {
  account: {
    kind: "answered",
    attributes: {
      MonthlySpendLimit: "50",
      DeliveryStatusIAMRole: "arn:aws:iam::1:role/x",
      DeliveryStatusSuccessSamplingRate: "100",
    },
    isInSandbox: false,
  },
  ...{
    accountSpend: undefined,
    spentUpUntil: undefined,
    blockedUntil: undefined,
    priceDrifts: [],
    gateway: "sns",
    region: "ap-south-1",
    hasKafka: true,
    hasRedis: true,
    hasDatabase: true,
    apiKeys: 2,
  },
  ...{ hasHashKey: true, hasOtpSecret: true, troubles: [], warnings: [], wrongClocks: [], allowedCountries: ["IN"] },
  demanding: { number: [], sender: [] },
  ...{ senderId: "MYBIZ", originationNumber: undefined, entityId: "1101", hasOwnPrices: true, unpricedCountries: [] },
  ...{
    templates: 11,
    templateFaults: 0,
    rates: { transactional: 20, promotional: 20 },
    inDoubt: 0,
    logLagSeconds: 0,
    logAnswers: true,
    orphans: 0,
    campaigns: [],
    webhooks: [],
  },
  otpPurposes: ["login"],
  otpPerHour: 1_000,
};
const drift = {
  ...{ country: "IN", texts: 100, ratio: 1.163, micros: 7_500 },
  class: "transactional",
  correction: '{"country":"IN"}',
} as const;
const verdictOf = (check: string, changes: Partial<Deployment>): string =>
  examine({ ...sound, ...changes }).find((one) => one.check === check)!.verdict;
const attributes = (changes: Readonly<Record<string, string | undefined>>): Partial<Deployment> => ({
  account: {
    ...sound.account,
    attributes: { ...(sound.account as { attributes: object }).attributes, ...changes },
  } as Deployment["account"],
});

test("a sound deployment has nothing to mend but what cannot be seen from here", () => {
  const found = examine(sound).filter(({ verdict }) => verdict !== "ok");
  expect(found.map(({ check, verdict }) => [check, verdict])).toEqual([["alarms", "skipped"]]);
});

test.each<[string, Partial<Deployment>, string]>([
  ["code-budget", { otpPerHour: undefined }, "warn"],
  ["code-budget", { otpPerHour: undefined, gateway: "simulator" }, "ok"],
  ["ready", { troubles: ["Kafka is away."] }, "fail"],
  ["start", { warnings: ["The topic has one replica"] }, "warn"],
  ["gateway", { gateway: "simulator" }, "warn"],
  ["account", { account: { kind: "unavailable", why: "AccessDenied" } }, "warn"],
  ["account", { gateway: "simulator" }, "skipped"],
  ["sandbox", { account: { kind: "answered", attributes: {}, isInSandbox: true } }, "fail"],
  ["sandbox", { account: { kind: "answered", attributes: {}, isInSandbox: undefined } }, "skipped"],
  ["sandbox", { account: { kind: "unavailable", why: "AccessDenied" } }, "skipped"],
  ["spend-limit", attributes({ MonthlySpendLimit: "1" }), "fail"],
  ["spend-limit", attributes({ MonthlySpendLimit: undefined }), "fail"],
  ["spend-limit", attributes({ MonthlySpendLimit: "two" }), "fail"],
  ["spend-limit", attributes({ MonthlySpendLimit: "2" }), "ok"],
  ["spend-limit", { accountSpend: { limit: 50_000_000, spent: 45_000_000, countedBy: "provider" } }, "ok"],
  ["spend-limit", { accountSpend: { limit: 50_000_000, spent: 49_500_000, countedBy: "provider" } }, "warn"],
  ["delivery-logs", attributes({ DeliveryStatusIAMRole: "" }), "warn"],
  ["delivery-logs", attributes({ DeliveryStatusSuccessSamplingRate: "10" }), "warn"],
  ["delivery-logs", attributes({ DeliveryStatusSuccessSamplingRate: undefined }), "warn"],
  ["events", { hasKafka: false }, "warn"],
  ["journal", { hasRedis: false }, "warn"],
  ["message-log", { hasDatabase: false }, "warn"],
  ["clocks", { wrongClocks: ["Kafka's clock is 5.0 s ahead"] }, "warn"],
  ["clocks", { wrongClocks: [] }, "ok"],
  ["schedule", { orphans: 1 }, "warn"],
  ["schedule", { orphans: 0 }, "ok"],
  ["message-log", { logLagSeconds: 61 }, "warn"],
  ["message-log", { logLagSeconds: 60 }, "ok"],
  ["message-log", { logAnswers: false }, "warn"],
  ["api-keys", { apiKeys: undefined }, "warn"],
  ["secrets", { hasHashKey: false }, "warn"],
  ["secrets", { hasOtpSecret: false }, "warn"],
  ["sender", { senderId: undefined }, "warn"],
  ["sender", { entityId: undefined }, "warn"],
  ["sender", { allowedCountries: ["PR"], demanding: { number: ["PR"], sender: [] } }, "fail"],
  ["sender", { allowedCountries: ["SG"], senderId: undefined, demanding: { number: [], sender: ["SG"] } }, "warn"],
  ["sender", { allowedCountries: ["SG"], demanding: { number: [], sender: ["SG"] } }, "ok"],
  [
    "sender",
    { allowedCountries: ["US"], demanding: { number: ["US"], sender: [] }, originationNumber: "+18885550100" },
    "ok",
  ],
  ["sender", { allowedCountries: ["AE"], senderId: undefined, entityId: undefined }, "ok"],
  ["countries", { allowedCountries: "all" }, "warn"],
  ["prices", { hasOwnPrices: false }, "warn"],
  ["prices", { unpricedCountries: ["AE"] }, "warn"],
  ["prices", { priceDrifts: undefined }, "ok"],
  ["prices", { priceDrifts: [drift] }, "warn"],
  ["account", { blockedUntil: new Date("2026-12-01T00:15:00Z") }, "fail"],
  ["account", { blockedUntil: new Date("2026-12-01T00:15:00Z"), gateway: "simulator" }, "skipped"],
  ["spend-limit", { spentUpUntil: new Date("2026-12-01T00:00:00Z") }, "fail"],
  ["templates", { templateFaults: 1 }, "warn"],
  ["rates", { rates: { transactional: undefined, promotional: undefined } }, "ok"],
  ["in-doubt", { inDoubt: 3 }, "warn"],
  ["in-doubt", { inDoubt: undefined }, "skipped"],
  ["campaigns", { campaigns: [{ campaignId: "a", waiting: 9, pausedBy: null }] }, "ok"],
  ["campaigns", { campaigns: [{ campaignId: "a", waiting: 9, pausedBy: "person" }] }, "ok"],
  ["campaigns", { campaigns: [{ campaignId: "a", waiting: 9, pausedBy: "opt-outs" }] }, "warn"],
  ["campaigns", { campaigns: undefined }, "skipped"],
])("%s %j is %s", (check, changes, verdict) => expect(verdictOf(check, changes)).toBe(verdict));

test("whatever is to be mended says how, and why it matters", () => {
  const worst = examine({
    ...sound,
    troubles: ["Kafka is away."],
    hasKafka: false,
    apiKeys: undefined,
    inDoubt: 1,
    templateFaults: 2,
  });
  for (const { evidence, fix, verdict, why } of worst) {
    expect([evidence, why].every((text) => text.length > 10)).toBe(true);
    if (verdict === "warn" || verdict === "fail") expect(fix).not.toBe("");
  }
});

test("docs/operations.md names every check", () => {
  const page = readFileSync("docs/operations.md", "utf8");
  for (const { check } of examine(sound)) expect(page).toContain(`\`${check}\``);
});
