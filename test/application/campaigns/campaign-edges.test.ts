import { beforeEach, expect, test } from "vitest";
import { createMemoryAudiences } from "../../../src/adapters/memory/audiences.js";
import { createMemoryCampaignLedger } from "../../../src/adapters/memory/campaign-ledger.js";
import { systemClock } from "../../../src/adapters/system/clock.js";
import { createHashes } from "../../../src/adapters/system/hashes.js";
import { createCommandCampaign } from "../../../src/application/campaigns/command-campaign.js";
import { Postponed } from "../../../src/application/campaigns/postponed.js";
import { createRunCampaigns } from "../../../src/application/campaigns/run-campaigns.js";
import { createRunRecipients } from "../../../src/application/campaigns/run-recipients.js";
import { createSettleCampaign } from "../../../src/application/campaigns/settle-campaign.js";
import { type CampaignLedger, chunkSize } from "../../../src/application/ports/campaign-ledger.js";
import type { CampaignState } from "../../../src/domain/campaign/campaign-state.js";
import { keepRecipientsMs } from "../../../src/domain/campaign/keep-recipients-ms.js";
import { defaultPauseRule } from "../../../src/domain/campaign/pause-rule.js";
import { pauseWords } from "../../../src/domain/campaign/pause-words.js";
import { codeOfEnd, recipientCodes } from "../../../src/domain/campaign/recipient-code.js";
import { eventually } from "../../support/eventually.js";

const hashes = createHashes(Buffer.alloc(32, 1));
const person = pauseWords.person("ops", "started");
const errorLog = {
  caught: (_: unknown, error: unknown) => {
    throw error;
  },
};
const versionOf = () => undefined;
const uncounted = {
  controlSend: { neverSent: async () => undefined },
  crashPolicy: { otp: "resend-once", transactional: "resend-once", promotional: "never-resend" },
} as const;
const tellChanges = async (id: string) => {
  for (let change = await ledger.untold(id); change !== undefined; change = await ledger.untold(id))
    await ledger.told(id, change.version);
};
const rowsOf = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ to: `+91987650${1_000 + n}`, variables: {}, reference: null }));

const minute = 60_000;
let shiftMs = 0;
const clock = { ...systemClock, now: () => new Date(Date.now() + shiftMs) };
let ledger: CampaignLedger;
let audiences: ReturnType<typeof createMemoryAudiences>;
beforeEach(() => {
  shiftMs = 0;
  ledger = createMemoryCampaignLedger({ clock });
  audiences = createMemoryAudiences({ clock, keepMs: keepRecipientsMs.ended });
});

const make = async (campaignId: string, total: number, state: CampaignState = "running"): Promise<void> => {
  await ledger.create({
    definition: {
      ...{ campaignId, name: campaignId, uploadId: "u", hash: "h", variables: {}, class: "promotional", text: "Hi" },
      ...{ weight: 1, variants: [], pauseOn: defaultPauseRule, caller: "ops" },
    },
    terms: {},
    total,
  });
  if (state !== "checked") await ledger.change(campaignId, ["checked"], state, person);
};
const endAll = async (id: string, code: number): Promise<void> => {
  const chunk = (await ledger.take(id, 1_000))!;
  await ledger.begin(id, chunk, [...chunk.codes.keys()], []);
  await ledger.end(
    id,
    [...chunk.codes.keys()].map((index) => ({ index, generation: 0, code })),
  );
};

/** The judgments of each recipient while the hours are closed, until nothing is due any more. */
const judgedWhile = async (total: number, mostActive: number): Promise<number> => {
  await audiences.add("u", 0, rowsOf(total));
  await make("c", total);
  let judged = 0;
  let idle = 0;
  const stop = new AbortController();
  const asked: CampaignLedger = {
    ...ledger,
    take: async (...of) => {
      const taken = await ledger.take(...of);
      if (taken === undefined) idle += 1;
      return taken;
    },
  };
  const runRecipients = createRunRecipients({
    ...{ campaignLedger: asked, clock, errorLog, hashes, journal: { read: async () => undefined } },
    ...uncounted,
    deliverRecipient: async () => {
      judged += 1;
      await new Promise(setImmediate);
      throw new Postponed(clock.now().getTime() + 3_600_000);
    },
  });
  const work = createRunCampaigns({
    ...{ audiences, campaignLedger: asked, clock, errorLog, versionOf, mostActive, tellChanges, runRecipients },
    opensAt: (_, __, now) => now,
  })(stop.signal);
  await eventually("nothing is due", () => idle >= 2);
  stop.abort();
  await work;
  return judged;
};

test.each([
  ["more than may be in work at once", 120, 56],
  ["a whole chunk", chunkSize, 56],
  ["a single one", 1, 56],
  ["more than may be in work at once, one by one", 20, 1],
])("at night each recipient is judged once, then the campaign rests: %s", async (_, total, mostActive) => {
  expect(await judgedWhile(total, mostActive)).toBe(total);
});

test.each([
  ["scheduled for later", "scheduled", true],
  ["running", "running", true],
  ["paused", "paused", true],
  ["never started", "checked", false],
  ["cancelled", "cancelled", false],
] as const)("recipients that two campaigns share, when one has ended and the other is %s", async (_, state, kept) => {
  await audiences.add("u", 0, rowsOf(1));
  await audiences.keepFor("u", keepRecipientsMs.started);
  await make("one", 1);
  await make("other", 1, state);
  await endAll("one", recipientCodes.sent);
  const settle = createSettleCampaign({ audiences, campaignLedger: ledger, clock, tellChanges, versionOf });
  await settle("one");
  shiftMs = keepRecipientsMs.ended + 1_000;
  expect((await audiences.chunk("u", 0)) !== undefined).toBe(kept);
});

test("recipients that another campaign begins to need while the last one lets them go are kept", async () => {
  await audiences.add("u", 0, rowsOf(1));
  await make("one", 1);
  await make("other", 1, "checked");
  await endAll("one", recipientCodes.sent);
  const started = {
    keepFor: async (...of: Parameters<typeof audiences.keepFor>) => {
      await ledger.change("other", ["checked"], "running", person);
      await audiences.keepFor(...of);
    },
  };
  const settle = createSettleCampaign({ audiences: started, campaignLedger: ledger, clock, tellChanges, versionOf });
  await settle("one");
  shiftMs = keepRecipientsMs.ended + 1_000;
  expect(await audiences.chunk("u", 0)).toBeDefined();
});

test("a retry that the campaign's own end overtakes goes on all the same", async () => {
  await audiences.add("u", 0, rowsOf(2));
  await make("c", 2);
  const chunk = (await ledger.take("c", 1_000))!;
  await ledger.begin("c", chunk, [0, 1], []);
  await ledger.end("c", [{ index: 0, generation: 0, code: codeOfEnd("failed", "gateway-unavailable") }]);
  const overtaken: CampaignLedger = {
    ...ledger,
    retry: async (...of) => {
      await ledger.end("c", [{ index: 1, generation: 0, code: recipientCodes.sent }]);
      return ledger.retry(...of);
    },
  };
  const commandCampaign = createCommandCampaign({ audiences, campaignLedger: overtaken, clock, versionOf });
  expect(await commandCampaign("c", "retry-failed", {}, "ops")).toMatchObject({
    retried: 1,
    record: { state: "running" },
  });
});

test.each(["running", "paused"] as const)(
  "retry-failed of a %s campaign takes the new budget and end",
  async (state) => {
    const endAt = new Date(clock.now().getTime() + minute).toISOString();
    const later = new Date(clock.now().getTime() + 60 * minute).toISOString();
    await audiences.add("u", 0, rowsOf(2));
    await make("c", 2);
    const chunk = (await ledger.take("c", 1_000))!;
    await ledger.begin("c", chunk, [0, 1], []);
    await ledger.end("c", [{ index: 0, generation: 0, code: codeOfEnd("failed", "spend-limit-reached") }]);
    const because = pauseWords.budget(5);
    await ledger.change("c", ["running"], state, because, { terms: { budgetMicros: 5, endAt } });
    const commandCampaign = createCommandCampaign({ audiences, campaignLedger: ledger, clock, versionOf });
    shiftMs = 2 * minute;
    const options = { budgetMicros: 9, endAt: later };
    expect(await commandCampaign("c", "retry-failed", options, "ops")).toMatchObject({
      retried: 1,
      record: { state, terms: { budgetMicros: 9, endAt: later } },
    });
    const settle = createSettleCampaign({ audiences, campaignLedger: ledger, clock, tellChanges, versionOf });
    await settle("c");
    const record = (await ledger.read("c"))!;
    expect(record.byCode.get(recipientCodes.waiting)).toBe(1);
    expect(record.because?.kind).toBe(state === "paused" ? "budget" : "person");
  },
);

test.each([
  ["start", "checked"],
  ["resume", "paused"],
  ["retry-failed", "finished"],
] as const)("%s of a campaign whose end has passed asks for a later one, and ends nobody", async (command, state) => {
  const endAt = new Date(clock.now().getTime() + minute).toISOString();
  const later = new Date(clock.now().getTime() + 60 * minute).toISOString();
  await audiences.add("u", 0, rowsOf(3));
  await make("c", 3, "running");
  await ledger.change("c", ["running"], state, person, { terms: { endAt } });
  const commandCampaign = createCommandCampaign({ audiences, campaignLedger: ledger, clock, versionOf });
  shiftMs = 2 * minute;
  expect(await commandCampaign("c", command, { hash: "h" }, "ops")).toEqual({ kind: "is-over", endAt });
  const record = await ledger.read("c");
  expect(record).toMatchObject({ state });
  expect(record!.byCode.get(recipientCodes.waiting)).toBe(3);
  expect(await commandCampaign("c", command, { hash: "h", endAt: later }, "ops")).toMatchObject({ kind: "done" });
});

test("retry-failed of none leaves it finished, and its recipients are kept no longer than a week", async () => {
  await audiences.add("u", 0, rowsOf(1));
  await make("c", 1);
  await endAll("c", recipientCodes.sent);
  const commandCampaign = createCommandCampaign({ audiences, campaignLedger: ledger, clock, versionOf });
  expect(await commandCampaign("c", "retry-failed", {}, "ops")).toMatchObject({
    retried: 0,
    record: { state: "finished" },
  });
  const settle = createSettleCampaign({ audiences, campaignLedger: ledger, clock, tellChanges, versionOf });
  expect(await ledger.active()).toContain("c");
  await settle("c");
  shiftMs = keepRecipientsMs.ended + 1_000;
  expect(await audiences.chunk("u", 0)).toBeUndefined();
});

test("a running campaign whose recipients are gone pauses and says so", async () => {
  await make("c", 3);
  const stop = new AbortController();
  const runRecipients = createRunRecipients({
    ...{ campaignLedger: ledger, clock, errorLog, hashes, journal: { read: async () => undefined } },
    ...uncounted,
    deliverRecipient: async () => ({ kind: "parked" }),
  });
  const work = createRunCampaigns({
    ...{ audiences, campaignLedger: ledger, clock, errorLog, versionOf, mostActive: 8, tellChanges, runRecipients },
    opensAt: (_, __, now) => now,
  })(stop.signal);
  await eventually("it has paused", async () => (await ledger.read("c"))?.state === "paused");
  stop.abort();
  await work;
  expect((await ledger.read("c"))?.because).toMatchObject({ kind: "recipients" });
});
