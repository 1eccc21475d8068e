import { describe, expect, test } from "vitest";
import { readConfig } from "../../src/adapters/environment/config.js";
import { compose } from "../../src/composition/compose.js";
import type { Services } from "../../src/composition/services.js";
import { ManualClock } from "../support/manual-clock.js";

/** Every service by name: one that is added and not listed here does not compile. */
const names = Object.keys({
  ...{
    accountWatch: true,
    blockedAccount: true,
    askAhead: true,
    explainMessage: true,
    findPerson: true,
    breaker: true,
    clock: true,
    otpMacs: true,
    otpCodes: true,
    finishOtp: true,
    config: true,
    deliverMessage: true,
    departures: true,
    leaveAtOnce: true,
    dispatcher: true,
  },
  ...{
    eventPublisher: true,
    events: true,
    facts: true,
    gatherFacts: true,
    controlSend: true,
    forecastControls: true,
    endDoubt: true,
    keepBooks: true,
    limits: true,
    limitsStore: true,
    moneyLedger: true,
    readSpend: true,
    recipientLog: true,
    guardPumping: true,
    handleEvent: true,
    hashes: true,
  },
  ...{
    awaitPermission: true,
    buryRecord: true,
    claimMessage: true,
    errorLog: true,
    failMessage: true,
    giveUpRecord: true,
    holdMessage: true,
    publishOutcome: true,
    retryStep: true,
  },
  ...{ http: true, journal: true, judgeMessage: true, log: true, meters: true },
  ...{
    optOuts: true,
    otpPolicies: true,
    otpSettings: true,
    rateQueue: true,
    randomness: true,
    readEvent: true,
  },
  ...{ deliverWebhooks: true, manageWebhooks: true, runWebhooks: true },
  ...{ forgetDeliveries: true, webhookFeed: true, webhookSender: true, webhookStore: true },
  ...{ deadLetterLog: true, deadLetterMarks: true, discardDeadLetters: true },
  ...{ listDeadLetters: true, replayDeadLetters: true, showDeadLetter: true },
  ...{ cancelParked: true, listScheduled: true },
  ...{
    resolveDoubt: true,
    schedule: true,
    sendOtp: true,
    sendText: true,
    callGateway: true,
    settleMessage: true,
    slots: true,
  },
  ...{
    smsGateway: true,
    sharedTime: true,
    store: true,
    changeAccount: true,
    examineDeployment: true,
    auditTrail: true,
    processMeters: true,
    proposeEnds: true,
    readAccount: true,
    readAudit: true,
    recordAction: true,
    readiness: true,
    smsAccount: true,
    takeBulk: true,
    acceptRequest: true,
    templates: true,
    verifyOtp: true,
    mendOrphans: true,
    wakeParked: true,
  },
  ...{ learn: true, pollReceipts: true, receipts: true, receiptSource: true },
  ...{ readDrifts: true, watchPrices: true },
  ...{ reconcile: true, replayReceipts: true },
  ...{ logFiller: true, messageLog: true, revealNumber: true, searchMessages: true, warnings: true },
  ...{
    changeConsent: true,
    consentLedger: true,
    forgetPerson: true,
    importOptOuts: true,
    optInAtAws: true,
    optOutList: true,
    publishConsent: true,
    readConsent: true,
    readWhole: true,
    rebuildLedger: true,
    recordConsent: true,
    reviewTexts: true,
    sealing: true,
    sendReply: true,
    signedEnvelopes: true,
    stopping: true,
    sweepOptOuts: true,
    sweepRegularly: true,
    takeInbound: true,
    takers: true,
    tellEvent: true,
    tellInbound: true,
    audiences: true,
    campaignLedger: true,
    commandCampaign: true,
    countOptOut: true,
    createCampaign: true,
    deliverRecipient: true,
    listRecipients: true,
    runCampaigns: true,
    runRecipients: true,
    spool: true,
    takeCampaign: true,
    takeUpload: true,
    tellChanges: true,
    versionOf: true,
  },
} satisfies Record<keyof Services, true>) as readonly (keyof Services)[];

const secret = "s".repeat(32);
const production = {
  NODE_ENV: "production",
  KAFKA_BROKERS: "127.0.0.1:1",
  REDIS_URL: "redis://127.0.0.1:1",
  SMS_GATEWAY: "sns",
  AWS_REGION: "ap-south-2",
  OTP_SECRET: secret,
  SMS_HASH_KEY: "h".repeat(32),
  API_KEYS: "web:api-key-of-the-web:send+read",
};

describe.each<[string, NodeJS.ProcessEnv]>([
  ["nothing configured", { LOG_LEVEL: "silent" }],
  ["production", { ...production, LOG_LEVEL: "silent" }],
])("%s", (_, environment) => {
  const services = compose(readConfig(environment), undefined);

  test.each(names)("%s is made, once", (name) => {
    const made = services.get(name);
    expect(made).toBeDefined();
    expect(services.get(name)).toBe(made);
  });
});

test("a replaced part is everybody's, and what was not asked for yet is made with it", async () => {
  const clock = new ManualClock(new Date("2030-01-01T00:00:00Z"));
  const services = compose(readConfig({ LOG_LEVEL: "silent" }), undefined).provide("clock", [], () => clock);
  expect(services.get("clock")).toBe(clock);
  const decision = await services.get("acceptRequest").preview({ to: "+919876543210", text: "Hello" });
  expect(decision).toMatchObject({ kind: "send", plan: { deadline: new Date("2030-01-01T00:30:00Z") } });
});

test("two graphs share nothing that changes", () => {
  const [first, second] = [1, 2].map(() => compose(readConfig({ LOG_LEVEL: "silent" }), undefined));
  for (const name of ["warnings", "meters", "store", "dispatcher"] as const)
    expect(first!.get(name)).not.toBe(second!.get(name));
});

describe("the embedded bus", () => {
  const doorsOf = (environment: NodeJS.ProcessEnv) => compose(readConfig(environment), undefined).get("events").bus;
  test("is there without Kafka, and gone with it", () => {
    expect(doorsOf({})).toBeDefined();
    expect(doorsOf(production)).toBeUndefined();
  });
});
