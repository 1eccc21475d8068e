import { expect, test } from "vitest";
import { noLimits } from "../../../src/adapters/files/no-limits.js";
import { createMemoryMoneyLedger } from "../../../src/adapters/memory/money-ledger.js";
import { createMemorySpentWords } from "../../../src/adapters/memory/spent-words.js";
import { AccountWatch } from "../../../src/application/controls/account-watch.js";
import { createReadSpend } from "../../../src/application/money/read-spend.js";
import type { CampaignLedger, CampaignRecord } from "../../../src/application/ports/campaign-ledger.js";
import type { AccountSpendSource } from "../../../src/application/ports/account-spend.js";
import type { SmsAccount } from "../../../src/application/ports/sms-account.js";
import { ManualClock } from "../../support/manual-clock.js";
import { silentLog } from "../../support/silent-log.js";

const dollar = 1_000_000;

const stage = async (given: {
  readonly limit?: string | "away";
  readonly counted?: number | "refused";
  readonly own?: number;
}) => {
  const clock = new ManualClock();
  const moneyLedger = createMemoryMoneyLedger({ clock });
  const spend = async (micros: number) => {
    const lines = [{ scope: "month", period: "2026-11", limit: undefined, kept: 0, resetsAt: undefined }];
    const charge = { messageId: `m-${micros}`, send: 1, micros, isCode: false, lines, books: ["2026-11"] };
    await moneyLedger.reserve(charge);
    await moneyLedger.settle(charge, micros);
  };
  if (given.own !== undefined) await spend(given.own);
  const answers = { ...given };
  const smsAccount: Pick<SmsAccount, "ask"> = {
    ask: async () =>
      answers.limit === "away"
        ? { kind: "unavailable", why: "GetSMSAttributes was answered with a timeout" }
        : {
            kind: "answered",
            isInSandbox: false,
            attributes: answers.limit === undefined ? {} : { MonthlySpendLimit: answers.limit },
          },
  };
  const accountSpend: AccountSpendSource = {
    monthToDate: async () => {
      if (answers.counted === "refused") throw new Error("AccessDenied");
      return answers.counted;
    },
    close: () => undefined,
  };
  const spentWords = createMemorySpentWords();
  const [watch, other] = [0, 1].map(
    () =>
      new AccountWatch({
        ...{ accountSpend, clock, moneyLedger, smsAccount, spentWords },
        limits: () => noLimits,
        log: silentLog,
      }),
  ) as [AccountWatch, AccountWatch];
  const campaignLedger: Pick<CampaignLedger, "active" | "read"> = {
    active: async () => ["summer-26", "free"],
    read: async (id) => ({ terms: { budgetMicros: id === "free" ? undefined : 5 * dollar } }) as CampaignRecord,
  };
  const readSpend = createReadSpend({
    account: () => watch.spend,
    campaignLedger,
    clock,
    limits: () => noLimits,
    moneyLedger,
  });
  return { answers, clock, other, readSpend, spend, watch };
};

test.each([
  ["the provider's count", { limit: "50", counted: 49.5 * dollar }, { spent: 49.5 * dollar, countedBy: "provider" }],
  [
    "a count that lags behind our own",
    { limit: "50", counted: dollar, own: 2 * dollar },
    { spent: 2 * dollar, countedBy: "service" },
  ],
  [
    "no right to read the count",
    { limit: "50", counted: "refused", own: dollar },
    { spent: dollar, countedBy: "service" },
  ],
  ["an account that has sent nothing yet", { limit: "1" }, { spent: 0, countedBy: "service" }],
  ["no limit that it tells of", { counted: dollar }, undefined],
  ["a limit that is no number", { limit: "much", counted: dollar }, undefined],
  ["an account that does not answer", { limit: "away", counted: dollar }, undefined],
] as const)("%s", async (_, given, expected) => {
  const { watch } = await stage(given);
  await watch.read();
  expect(watch.spend).toEqual(expected === undefined ? undefined : expect.objectContaining(expected));
});

test("it is read every ten minutes; an answer that fails leaves the last one standing", async () => {
  const { answers, clock, watch } = await stage({ limit: "50", counted: dollar });
  const stop = new AbortController();
  const run = watch.run(stop.signal);
  await clock.advance(1);
  answers.limit = "away";
  await clock.advance(600_000);
  expect(watch.spend).toMatchObject({ limit: 50 * dollar });
  answers.limit = "70";
  await clock.advance(600_000);
  expect(watch.spend).toMatchObject({ limit: 70 * dollar });
  stop.abort();
  await clock.until(run);
});

test("the provider's month ends: it counts from nothing, also where its account cannot be read any more", async () => {
  const { answers, clock, readSpend, watch } = await stage({ limit: "50", counted: 49.5 * dollar });
  await watch.read();
  answers.limit = "away";
  await clock.advance(Date.UTC(2026, 11, 1) - clock.now().getTime() - 1);
  await watch.read();
  expect(watch.spend).toMatchObject({ limit: 50 * dollar, spent: 49.5 * dollar });
  await clock.advance(1);
  await watch.read();
  expect(watch.spend).toMatchObject({ limit: 50 * dollar, spent: 0 });
  expect((await readSpend()).scopes.at(-1)).toMatchObject({ scope: "account/month", period: "2026-12", spent: 0 });
});

test("a receipt that says the limit is spent stops texts, at once and for every worker, until the limit is another", async () => {
  const { answers, clock, other, readSpend, watch } = await stage({ limit: "50", counted: dollar });
  await watch.read();
  expect(watch.spentUp).toBeUndefined();
  await watch.heardSpent(clock.now());
  expect(watch.spentUp).toMatchObject({ limit: 50 * dollar });
  expect(watch.spend).toMatchObject({ spent: 50 * dollar, countedBy: "provider" });
  expect((await readSpend()).scopes.at(-1)).toMatchObject({ scope: "account/month", spent: 50 * dollar });
  const stop = new AbortController();
  const run = other.run(stop.signal);
  await clock.advance(15_000);
  expect(other.spentUp).toMatchObject({ limit: 50 * dollar });
  await clock.advance(600_000);
  expect(other.spentUp).toBeDefined();
  answers.limit = "70";
  await clock.advance(600_000);
  expect(other.spentUp).toBeUndefined();
  await watch.read();
  expect([watch.spentUp, watch.spend?.spent]).toEqual([undefined, dollar]);
  await watch.heardSpent(new Date(clock.now().getTime() - 700_000));
  expect(watch.spentUp).toBeUndefined();
  stop.abort();
  await clock.until(run);
});

test("where the account's limit cannot be read, the word holds for an hour", async () => {
  const { clock, watch } = await stage({ limit: "away" });
  await watch.heardSpent(clock.now());
  await clock.advance(59 * 60_000);
  expect(watch.spentUp).toMatchObject({ limit: null });
  await clock.advance(61_000);
  expect(watch.spentUp).toBeUndefined();
});

test("spend shows it beside the service's own sums, with what went out since it was read", async () => {
  const { readSpend, spend, watch } = await stage({ limit: "50", counted: 10 * dollar, own: dollar });
  expect((await readSpend()).scopes.map(({ scope }) => scope)).toEqual(["month", "day", "campaign/summer-26"]);
  expect((await readSpend()).scopes[2]).toEqual({
    ...{ scope: "campaign/summer-26", period: "all", spent: 0, reserved: 0, limit: 5 * dollar, resetsAt: null },
  });
  await watch.read();
  await spend(3 * dollar);
  expect((await readSpend()).scopes.at(-1)).toEqual({
    ...{ scope: "account/month", period: "2026-11", spent: 13 * dollar, reserved: 0, limit: 50 * dollar },
    resetsAt: "2026-12-01T00:00:00.000Z",
  });
});
