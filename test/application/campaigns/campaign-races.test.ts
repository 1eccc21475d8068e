import { beforeEach, expect, test } from "vitest";
import { createMemoryAudiences } from "../../../src/adapters/memory/audiences.js";
import { createMemoryCampaignLedger } from "../../../src/adapters/memory/campaign-ledger.js";
import { systemClock as clock } from "../../../src/adapters/system/clock.js";
import { createHashes } from "../../../src/adapters/system/hashes.js";
import { createCommandCampaign } from "../../../src/application/campaigns/command-campaign.js";
import { Postponed } from "../../../src/application/campaigns/postponed.js";
import { createRunCampaigns } from "../../../src/application/campaigns/run-campaigns.js";
import { createRunRecipients, type RecipientRun } from "../../../src/application/campaigns/run-recipients.js";
import { type CampaignLedger, chunkSize } from "../../../src/application/ports/campaign-ledger.js";
import { defaultPauseRule } from "../../../src/domain/campaign/pause-rule.js";
import { pauseWords } from "../../../src/domain/campaign/pause-words.js";
import { recipientCodes } from "../../../src/domain/campaign/recipient-code.js";
import { eventually } from "../../support/eventually.js";

const hashes = createHashes(Buffer.alloc(32, 1));
const person = pauseWords.person("ops", "started");
const row = { to: "+919876543210", variables: {}, reference: null };
const errorLog = {
  caught: (_: unknown, error: unknown) => {
    throw error;
  },
};
const versionOf = () => undefined;

let ledger: CampaignLedger;
let audiences: ReturnType<typeof createMemoryAudiences>;
beforeEach(async () => {
  ledger = createMemoryCampaignLedger({ clock });
  audiences = createMemoryAudiences({ clock, keepMs: 60_000 });
  await audiences.add("u", 0, [row]);
  await ledger.create({
    definition: {
      ...{ campaignId: "c", name: "C", uploadId: "u", hash: "h", variables: {}, class: "promotional", text: "Hi" },
      ...{ weight: 1, variants: [], pauseOn: defaultPauseRule, caller: "ops" },
    },
    terms: { budgetMicros: 5 },
    total: 1,
  });
});

const runAt = async (): Promise<RecipientRun> => ({ record: (await ledger.read("c"))!, row, index: 0, generation: 0 });
const begun = async (): Promise<void> => {
  await ledger.change("c", ["checked"], "running", person);
  const chunk = (await ledger.take("c", 1_000))!;
  await ledger.begin("c", chunk, [0], []);
};

test.each(["start", "pause"] as const)("a %s that a cancel came before is told the truth", async (command) => {
  if (command === "pause") await ledger.change("c", ["checked"], "running", person);
  const overtaken: CampaignLedger = {
    ...ledger,
    change: async (...asked) => {
      await ledger.change("c", ["checked", "running"], "cancelled", person);
      return ledger.change(...asked);
    },
  };
  const commandCampaign = createCommandCampaign({ audiences, campaignLedger: overtaken, clock, versionOf });
  expect(await commandCampaign("c", command, { hash: "h" }, "ops")).toMatchObject({
    kind: "not-now",
    record: { state: "cancelled" },
  });
});

test("two workers that start it at once both start it, and it begins once", async () => {
  const commandCampaign = createCommandCampaign({ audiences, campaignLedger: ledger, clock, versionOf });
  const both = await Promise.all([1, 2].map(() => commandCampaign("c", "start", { hash: "h" }, "ops")));
  expect(both.map(({ kind }) => kind)).toEqual(["done", "done"]);
  expect((await ledger.untold("c"))?.version).toBe(1);
  await ledger.told("c", 1);
  expect(await ledger.untold("c")).toBeUndefined();
});

test.each(["start", "resume", "retry-failed"] as const)(
  "%s: without its recipients nothing goes on",
  async (command) => {
    if (command === "resume") await ledger.change("c", ["checked"], "paused", person);
    if (command === "retry-failed") await ledger.change("c", ["checked"], "finished", person);
    const { state } = (await ledger.read("c"))!;
    await audiences.keepFor("u", 0);
    const commandCampaign = createCommandCampaign({ audiences, campaignLedger: ledger, clock, versionOf });
    expect(await commandCampaign("c", command, { hash: "h" }, "ops")).toEqual({ kind: "no-recipients" });
    expect((await ledger.read("c"))?.state).toBe(state);
  },
);

test.each([
  ["was raised meanwhile", 9, "running"],
  ["is the same", 5, "paused"],
])("a text that found its budget used up, which %s", async (_, budgetMicros, state) => {
  await begun();
  const runRecipients = createRunRecipients({
    ...{ campaignLedger: ledger, clock, errorLog, hashes, journal: { read: async () => undefined } },
    deliverRecipient: async () => {
      await ledger.change("c", ["running"], "paused", pauseWords.budget(5));
      await ledger.change("c", ["paused"], "running", person, { terms: { budgetMicros } });
      throw new Postponed(0, pauseWords.budget(5));
    },
  });
  runRecipients.begin(await runAt(), new AbortController().signal);
  await runRecipients.drain();
  const record = (await ledger.read("c"))!;
  expect([record.state, record.byCode.get(recipientCodes.waiting)]).toEqual([state, 1]);
});

test("a pause ends texts in work at once, though an event of the campaign hangs", async () => {
  const stop = new AbortController();
  let began: AbortSignal | undefined;
  const work = createRunCampaigns({
    ...{ audiences, campaignLedger: ledger, clock, errorLog, versionOf, mostActive: chunkSize },
    opensAt: (_, __, now) => now,
    runRecipients: {
      ...{ chunks: new Map(), size: 0, room: async () => undefined, drain: async () => undefined },
      ...{ recover: async () => undefined },
      begin: (_, signal) => {
        began = signal;
      },
    },
    // The broker takes nothing until the worker stops.
    tellChanges: () => new Promise((resolve) => stop.signal.addEventListener("abort", () => resolve())),
  })(stop.signal);
  try {
    await ledger.change("c", ["checked"], "running", person);
    await eventually("a text begins", () => began !== undefined);
    expect(began?.aborted).toBe(false);
    await ledger.change("c", ["running"], "paused", person);
    await eventually("it is told to stop", () => began?.aborted === true);
  } finally {
    stop.abort();
    await work;
  }
});
