import { describe, test } from "vitest";
import type { Deployment } from "../../../src/domain/doctor/deployment.js";
import { examine } from "../../../src/domain/doctor/examine.js";

const answered = (attributes: Readonly<Record<string, string>>, isInSandbox: boolean | undefined) =>
  ({ kind: "answered", attributes, isInSandbox }) as const;

const bare: Deployment = {
  account: answered({}, true),
  ...{
    accountSpend: undefined,
    spentUpUntil: undefined,
    blockedUntil: undefined,
    priceDrifts: [],
    gateway: "sns",
    region: undefined,
  },
  ...{ hasKafka: false, hasRedis: false, hasDatabase: false, apiKeys: undefined, hasHashKey: false },
  ...{
    hasOtpSecret: false,
    troubles: ["Kafka is away.", "Redis is away."],
    warnings: ["One.", "Two."],
    wrongClocks: ["Three.", "Four."],
  },
  ...{ allowedCountries: ["IN", "US"], senderId: undefined, originationNumber: undefined, entityId: undefined },
  demanding: { number: ["US"], sender: [] },
  ...{ hasOwnPrices: false, unpricedCountries: ["IN", "US"], templates: 11, templateFaults: 2 },
  ...{
    rates: { transactional: 20, promotional: undefined },
    inDoubt: 3,
    logLagSeconds: 0,
    logAnswers: true,
    orphans: 2,
    webhooks: [],
  },
  ...{ otpPurposes: ["login", "registration"], otpPerHour: undefined },
  campaigns: [
    { campaignId: "weekend", waiting: 40, pausedBy: "budget" },
    { campaignId: "summer-26", waiting: 2, pausedBy: null },
  ],
};
const sound: Deployment = {
  ...bare,
  account: answered(
    {
      MonthlySpendLimit: "50",
      DeliveryStatusIAMRole: "arn:aws:iam::1:role/x",
      DeliveryStatusSuccessSamplingRate: "100",
    },
    false,
  ),
  ...{ accountSpend: { limit: 50_000_000, spent: 12_340_000, countedBy: "provider" }, region: "ap-south-1" },
  ...{ hasKafka: true, hasRedis: true, hasDatabase: true, apiKeys: 1, hasHashKey: true, hasOtpSecret: true },
  ...{
    troubles: [],
    warnings: [],
    wrongClocks: [],
    senderId: "MYBIZ",
    originationNumber: "+18885550100",
    entityId: "1101",
  },
  ...{ hasOwnPrices: true, unpricedCountries: [], templateFaults: 0, inDoubt: 0, orphans: 0, otpPerHour: 1_000 },
  campaigns: [],
};
const lines = (deployment: Deployment, ...checks: string[]): string[] =>
  examine(deployment)
    .filter(({ check }) => checks.length === 0 || checks.includes(check))
    .map(({ check, verdict, evidence, fix }) => [`${verdict} ${check}: ${evidence}`, fix].filter(Boolean).join(" -> "));

/** What an operator reads of a deployment, word for word. */
describe("the doctor", () => {
  test("of a sound deployment", ({ expect }) =>
    expect(lines(sound)).toMatchInlineSnapshot(`
      [
        "ok ready: The service is ready",
        "ok start: The start found nothing weak",
        "ok clocks: No clock is seen to be off by more than 2 s",
        "ok gateway: Texts go out through Amazon SNS in ap-south-1",
        "ok account: SNS answers",
        "ok sandbox: The account has production access",
        "ok spend-limit: USD 12.34 of MonthlySpendLimit 50 are spent this month, by the provider's count",
        "ok delivery-logs: SNS logs every delivery",
        "ok events: Events come from Kafka",
        "ok journal: The journal is in Redis",
        "ok message-log: The message log is in PostgreSQL and up to date",
        "ok api-keys: 1 API key opens the doors",
        "ok secrets: Both secrets are set",
        "ok sender: Texts come from MYBIZ",
        "ok countries: Texts may go to IN, US",
        "ok prices: Every allowed country has a price",
        "ok templates: 11 templates, nothing is wrong with them",
        "ok rates: 20 transactional and any number of promotional parts a second go out",
        "ok one-time-codes: One-time codes for login, registration; try one with: sms otp send NUMBER",
        "ok code-budget: At most 1000 codes go out in an hour",
        "ok in-doubt: No text is in doubt",
        "ok schedule: No text that waits was found without its place or its body",
        "ok campaigns: No campaign is at work",
        "ok webhooks: There is no webhook",
        "skipped alarms: Alarms and dashboards cannot be seen from here -> docs/operations.md, What to watch",
      ]
    `));

  test("of one that lacks everything", ({ expect }) =>
    expect(lines(bare)).toMatchInlineSnapshot(`
      [
        "fail ready: Kafka is away. Redis is away -> docs/operations.md, Not ready: what each reason means and what to do",
        "warn start: One. Two -> Each sentence names its cure",
        "warn clocks: Three. Four. -> Keep the clocks of all machines by NTP: chronyc tracking",
        "ok gateway: Texts go out through Amazon SNS in an unknown region",
        "ok account: SNS answers",
        "fail sandbox: The account is in the SMS sandbox -> Ask AWS Support for production access: SNS console, Text messaging, Exit SMS sandbox. Until then: sms account sandbox add NUMBER",
        "fail spend-limit: MonthlySpendLimit is not set: SNS stops after USD 1 in a month, and answers as if it sent -> Ask AWS Support for a higher SMS spending quota, then: sms account set MonthlySpendLimit AMOUNT",
        "warn delivery-logs: DeliveryStatusIAMRole is not set: what became of a text after SNS took it stays unknown -> sms account set DeliveryStatusIAMRole ROLE_ARN, then: sms account set DeliveryStatusSuccessSamplingRate 100",
        "warn events: Events are on the embedded bus and end with the process -> KAFKA_BROKERS",
        "warn journal: The journal is in memory: after a restart a text may be sent twice -> REDIS_URL",
        "warn message-log: The message log is the last 50,000 messages of this process -> DATABASE_URL",
        "warn api-keys: There are no API keys: the service listens on loopback only -> API_KEYS=name:secret:send+read",
        "warn secrets: SMS_HASH_KEY and OTP_SECRET are made anew at each start -> SMS_HASH_KEY=…, OTP_SECRET=…: openssl rand -base64 48",
        "fail sender: Texts may go to US, and there is no dedicated number -> SMS_ORIGINATION_NUMBER",
        "ok countries: Texts may go to IN, US",
        "warn prices: Prices are the shipped sample: estimates and budgets are guesses -> SMS_PRICE_BOOK (docs/countries.md, Prices)",
        "warn templates: 2 things are wrong with 11 templates -> sms templates lint",
        "ok rates: 20 transactional and any number of promotional parts a second go out",
        "ok one-time-codes: One-time codes for login, registration; try one with: sms otp send NUMBER",
        "warn code-budget: There is no budget of codes an hour: only the pumping guard holds them back -> otp.hour in SMS_LIMITS (docs/limits.md, One-time codes)",
        "warn in-doubt: 3 texts are in doubt -> sms in-doubt list",
        "warn schedule: 2 texts that wait had lost their place or their body since this worker started; they were mended, or ended internal-error -> docs/operations.md, sms_anomalies_total: look for what deletes keys in Redis",
        "warn campaigns: 2 campaigns are at work, 42 of their texts have not begun; paused without anybody's asking: weekend (budget) -> sms campaign show ID says why; then sms campaign resume ID, or cancel",
        "ok webhooks: There is no webhook",
        "skipped alarms: Alarms and dashboards cannot be seen from here -> docs/operations.md, What to watch",
      ]
    `));

  test("of the account", ({ expect }) => {
    const account = ["account", "sandbox", "spend-limit", "delivery-logs"];
    expect([
      ...lines({ ...bare, gateway: "simulator" }, "gateway", "code-budget", ...account),
      ...lines({ ...bare, account: { kind: "unavailable", why: "AccessDenied" } }, ...account),
      ...lines({ ...bare, account: answered({ MonthlySpendLimit: "1" }, undefined) }, "sandbox", "spend-limit"),
      ...lines({ ...sound, blockedUntil: new Date("2026-12-01T00:15:00Z") }, "account"),
      ...lines({ ...sound, spentUpUntil: new Date("2026-12-01T00:00:00Z") }, "spend-limit"),
      ...lines(
        { ...sound, accountSpend: { limit: 50_000_000, spent: 49_500_000, countedBy: "service" } },
        "spend-limit",
      ),
      ...lines({ ...sound, accountSpend: undefined }, "spend-limit"),
      ...lines({ ...sound, account: answered({ DeliveryStatusIAMRole: "arn:x" }, false) }, "delivery-logs"),
    ]).toMatchInlineSnapshot(`
      [
        "warn gateway: Texts stay on this machine: the gateway is the simulator -> SMS_GATEWAY=sns and AWS_REGION",
        "skipped account: The simulator's account stops nothing",
        "skipped sandbox: The simulator's account stops nothing",
        "skipped spend-limit: The simulator's account stops nothing",
        "skipped delivery-logs: The simulator's account stops nothing",
        "ok code-budget: There is no budget of codes an hour: only the pumping guard holds them back",
        "warn account: AccessDenied -> Let the service's role call sns:GetSMSAttributes and sns:GetSMSSandboxAccountStatus, and check AWS_REGION and the credentials",
        "skipped sandbox: The account was not told: AccessDenied",
        "skipped spend-limit: The account was not told: AccessDenied",
        "skipped delivery-logs: The account was not told: AccessDenied",
        "skipped sandbox: The endpoint does not tell",
        "fail spend-limit: MonthlySpendLimit is 1: SNS stops after USD 1 in a month, and answers as if it sent -> Ask AWS Support for a higher SMS spending quota, then: sms account set MonthlySpendLimit AMOUNT",
        "fail account: Receipts say that AWS blocks the account until it was reviewed: texts wait until 2026-12-01T00:15:00.000Z, then one finds out -> Answer AWS's case in the Support Center, or open one for SMS; texts go on by themselves",
        "fail spend-limit: Receipts say that MonthlySpendLimit is spent: nothing is sent until 2026-12-01T00:00:00.000Z, unless it is raised -> Ask AWS Support for a higher SMS spending quota, then: sms account set MonthlySpendLimit AMOUNT",
        "warn spend-limit: USD 49.50 of MonthlySpendLimit 50 are spent this month, by the service's count: promotional texts stop at 98 %, transactional ones at 99 %, one-time codes at the limit -> Ask AWS Support for a higher SMS spending quota, then: sms account set MonthlySpendLimit AMOUNT",
        "ok spend-limit: MonthlySpendLimit is USD 50",
        "warn delivery-logs: DeliveryStatusSuccessSamplingRate is 0: only so many percent of deliveries are logged -> sms account set DeliveryStatusSuccessSamplingRate 100",
      ]
    `);
  });

  test("of prices, senders, countries, rates and what waits", ({ expect }) => {
    const drift = { ...{ country: "IN", texts: 100, ratio: 1.163, micros: 7_500 }, class: "transactional" } as const;
    const priceDrifts = [
      { ...drift, correction: "{1}" },
      { ...drift, country: "AE", correction: "{2}" },
    ];
    expect([
      ...lines({ ...sound, priceDrifts }, "prices"),
      ...lines({ ...sound, unpricedCountries: ["IN", "US"] }, "prices"),
      ...lines({ ...sound, entityId: undefined }, "sender"),
      ...lines({ ...sound, allowedCountries: ["AE"], senderId: undefined }, "sender"),
      ...lines(
        { ...sound, ...{ allowedCountries: ["SG"], senderId: undefined, demanding: { number: [], sender: ["SG"] } } },
        "sender",
      ),
      ...lines(
        {
          ...sound,
          ...{ allowedCountries: "all", originationNumber: undefined, demanding: { number: [], sender: [] } },
        },
        "sender",
        "countries",
      ),
      ...lines({ ...sound, rates: { transactional: undefined, promotional: 5 } }, "rates"),
      ...lines({ ...sound, rates: { transactional: undefined, promotional: undefined } }, "rates"),
      ...lines(
        { ...sound, apiKeys: 2, hasOtpSecret: false, logLagSeconds: 61.4 },
        "api-keys",
        "secrets",
        "message-log",
      ),
      ...lines({ ...sound, inDoubt: undefined }, "in-doubt"),
    ]).toMatchInlineSnapshot(`
      [
        "warn prices: Receipts of the last seven days contradict the price book: IN transactional costs 1.163 times as much (100 texts), AE transactional costs 1.163 times as much (100 texts) -> In SMS_PRICE_BOOK: {1}, {2}",
        "warn prices: There is no price for IN, US -> Add them to SMS_PRICE_BOOK",
        "warn sender: Texts to India take the international route, which costs several times as much: there is no DLT entity with a sender ID -> SMS_ENTITY_ID and SMS_SENDER_ID, with a registration in each template (docs/countries.md)",
        "ok sender: No country that is allowed needs a sender ID",
        "warn sender: Texts to SG are refused where their template names no sender ID -> SMS_SENDER_ID",
        "ok sender: Texts come from MYBIZ",
        "warn countries: Texts may go to every country: whoever pumps codes chooses the dearest -> SMS_ALLOWED_COUNTRIES=IN,AE",
        "ok rates: any number of transactional and 5 promotional parts a second go out",
        "ok rates: No rate is set: the simulator takes everything",
        "warn message-log: The message log is 61 s behind -> docs/operations.md, The message log",
        "ok api-keys: 2 API keys open the doors",
        "warn secrets: OTP_SECRET is made anew at each start -> OTP_SECRET=…: openssl rand -base64 48",
        "skipped in-doubt: The journal does not answer",
      ]
    `);
  });

  test("of webhooks", ({ expect }) => {
    const at = new Date("2026-11-27T10:00:00Z");
    const good = { id: "a", failingSince: null, disabled: null };
    const failing = { ...good, id: "b", failingSince: at };
    const off = { ...failing, id: "c", disabled: { at, reason: "it answers 410 Gone" } };
    const of = (...webhooks: Deployment["webhooks"] & object) => lines({ ...sound, webhooks }, "webhooks");
    expect([
      ...of(good),
      ...of(good, failing),
      ...of(good, failing, off),
      ...lines({ ...sound, webhooks: undefined }, "webhooks"),
    ]).toMatchInlineSnapshot(`
      [
        "ok webhooks: Every webhook takes what it is told",
        "warn webhooks: Nothing arrives at b since 2026-11-27T10:00:00.000Z: after 5 days it is disabled -> sms webhooks list",
        "fail webhooks: A webhook that is disabled hears of nothing: c since 2026-11-27T10:00:00.000Z, as it answers 410 Gone -> Mend the receiver, then sms webhooks enable ID, and sms webhooks replay ID --since WHEN; or sms webhooks remove ID",
        "skipped webhooks: The store of webhooks does not answer",
      ]
    `);
  });
});
