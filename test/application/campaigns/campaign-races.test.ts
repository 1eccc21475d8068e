import { beforeEach, expect, test } from "vitest";
import { createMemoryAudiences } from "../../../src/adapters/memory/audiences.js";
import { createMemoryCampaignLedger } from "../../../src/adapters/memory/campaign-ledger.js";
import { systemClock as clock } from "../../../src/adapters/system/clock.js";
import { createHashes } from "../../../src/adapters/system/hashes.js";
import { createCommandCampaign } from "../../../src/application/campaigns/command-campaign.js";
import { Postponed } from "../../../src/application/campaigns/postponed.js";
import { createRecoverRecipients } from "../../../src/application/campaigns/recover-recipients.js";
import { createRunCampaigns } from "../../../src/application/campaigns/run-campaigns.js";
import { createRunRecipients, type RecipientRun } from "../../../src/application/campaigns/run-recipients.js";
import { createSettleCampaign } from "../../../src/application/campaigns/settle-campaign.js";
import { Stopped } from "../../../src/application/delivery/stopped.js";
import { type CampaignLedger, chunkSize } from "../../../src/application/ports/campaign-ledger.js";
import type { JournalEntry } from "../../../src/application/ports/journal.js";
import { defaultPauseRule } from "../../../src/domain/campaign/pause-rule.js";
import { pauseWords } from "../../../src/domain/campaign/pause-words.js";
import { codeOfEnd, recipientCodes } from "../../../src/domain/campaign/recipient-code.js";
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
const uncounted = {
  controlSend: { neverSent: async () => undefined },
  crashPolicy: { otp: "resend-once", transactional: "resend-once", promotional: "never-resend" },
} as const;
const never = new AbortController().signal;
const unavailable = codeOfEnd("failed", "gateway-unavailable");

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
    ...{ campaignLedger: ledger, clock, errorLog, hashes, journal: { read: async () => undefined }, ...uncounted },
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
      ...{ recover: async () => undefined, takeLeft: () => [] },
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

test("a retry that a cancel overtakes is told the truth, and who failed keeps the reason", async () => {
  await begun();
  await ledger.end("c", [{ index: 0, generation: 0, code: unavailable }]);
  const overtaken: CampaignLedger = {
    ...ledger,
    retry: async (...asked) => {
      await ledger.change("c", ["finished"], "cancelled", person);
      return ledger.retry(...asked);
    },
  };
  const commandCampaign = createCommandCampaign({ audiences, campaignLedger: overtaken, clock, versionOf });
  expect(await commandCampaign("c", "retry-failed", {}, "ops")).toMatchObject({
    kind: "not-now",
    record: {
      state: "cancelled",
      byCode: new Map([
        [0, 0],
        [1, 0],
        [unavailable, 1],
      ]),
    },
  });
});

test.each(["before it was asked", "while it was asked"])(
  "resume of a campaign that another operator resumed %s takes the new budget and end all the same",
  async (when) => {
    const endAt = new Date(clock.now().getTime() + 3_600_000).toISOString();
    await ledger.change("c", ["checked"], "paused", person);
    const resume = () => ledger.change("c", ["paused"], "running", person);
    if (when === "before it was asked") await resume();
    const overtaken: CampaignLedger = {
      ...ledger,
      change: async (...asked) => {
        await resume();
        return ledger.change(...asked);
      },
    };
    const commandCampaign = createCommandCampaign({ audiences, campaignLedger: overtaken, clock, versionOf });
    expect(await commandCampaign("c", "resume", { budgetMicros: 9, endAt }, "ops")).toMatchObject({
      kind: "done",
      record: { state: "running", terms: { budgetMicros: 9, endAt } },
    });
    const past = new Date(clock.now().getTime() - 1_000).toISOString();
    expect(await commandCampaign("c", "resume", { endAt: past }, "ops")).toMatchObject({ kind: "is-over" });
  },
);

test("of two operators who change another term each at the same instant, both are heeded", async () => {
  const endAt = new Date(clock.now().getTime() + 3_600_000).toISOString();
  await ledger.change("c", ["checked"], "running", person);
  const commandCampaign = createCommandCampaign({ audiences, campaignLedger: ledger, clock, versionOf });
  const asked = [{ budgetMicros: 9 }, { endAt }].map((options) => commandCampaign("c", "resume", options, "ops"));
  expect((await Promise.all(asked)).map(({ kind }) => kind)).toEqual(["done", "done"]);
  expect((await ledger.read("c"))?.terms).toMatchObject({ budgetMicros: 9, endAt });
});

test.each(["resume", "retry-failed"] as const)(
  "%s with a new budget of a campaign that pauses at that moment: the budget is not lost",
  async (command) => {
    await begun();
    await ledger.end("c", [{ index: 0, generation: 0, code: unavailable }]);
    await ledger.retry("c", [unavailable]);
    await ledger.change("c", ["finished"], "running", person);
    let isFirst = true;
    const overtaken: CampaignLedger = {
      ...ledger,
      change: async (...asked) => {
        if (isFirst) await ledger.change("c", ["running"], "paused", pauseWords.budget(5));
        isFirst = false;
        return ledger.change(...asked);
      },
    };
    const commandCampaign = createCommandCampaign({ audiences, campaignLedger: overtaken, clock, versionOf });
    expect(await commandCampaign("c", command, { budgetMicros: 9 }, "ops")).toMatchObject({
      kind: "done",
      record: { state: command === "resume" ? "running" : "paused", terms: { budgetMicros: 9 } },
    });
  },
);

test("a worker that was frozen while it read a campaign ends nobody by an end that was moved since", async () => {
  let shiftMs = 0;
  const later = { ...clock, now: () => new Date(Date.now() + shiftMs) };
  const at = (ms: number) => new Date(clock.now().getTime() + ms).toISOString();
  await ledger.change("c", ["checked"], "running", person, { terms: { endAt: at(60_000) } });
  const frozen: CampaignLedger = {
    ...ledger,
    read: async (id) => {
      const read = await ledger.read(id);
      await ledger.change(id, ["running"], "running", person, { terms: { endAt: at(3_600_000) } });
      shiftMs = 120_000;
      return read;
    },
  };
  const tellChanges = async () => undefined;
  await createSettleCampaign({ audiences, campaignLedger: frozen, clock: later, tellChanges, versionOf })("c");
  expect((await ledger.read("c"))?.byCode.get(recipientCodes.waiting)).toBe(1);
});

/** The journal's word on a text of which a send was begun, and not proved unsent. */
const mayHaveGone = async (messageId: string): Promise<JournalEntry> => ({
  ...{ messageId, state: "open", attempts: 1, sends: 1, timeline: [], outcome: undefined, note: undefined },
});
const inColumn = async (code: number): Promise<number> => (await ledger.read("c"))!.byCode.get(code) ?? 0;

test.each([
  ["its first send may have gone", mayHaveGone, recipientCodes.sending, 0],
  ["nothing went", async () => undefined, recipientCodes.waiting, 1],
])("a text that a pause meets before it is sent: %s", async (_, read, code, given) => {
  await begun();
  let gaveBack = 0;
  const runRecipients = createRunRecipients({
    ...{ campaignLedger: ledger, clock, errorLog, hashes, journal: { read }, ...uncounted },
    controlSend: {
      neverSent: async () => {
        gaveBack += 1;
      },
    },
    deliverRecipient: async () => {
      throw new Stopped("The campaign stops");
    },
  });
  runRecipients.begin(await runAt(), never);
  await runRecipients.drain();
  expect([await inColumn(code), gaveBack]).toEqual([1, given]);
});

test.each([
  ["cancelled", "transactional", [true]],
  ["running", "transactional", [false]],
  ["paused", "transactional", []],
  ["paused", "promotional", [false]],
] as const)(
  "a text that a dead worker left, and that may have gone, of a campaign that is %s: %s",
  async (state, of, delivered) => {
    const { definition, total } = (await ledger.read("c"))!;
    ledger = createMemoryCampaignLedger({ clock });
    await ledger.create({ definition: { ...definition, class: of }, terms: {}, total });
    await begun();
    await ledger.change("c", ["running"], state, person);
    const overs: (boolean | undefined)[] = [];
    const runRecipients = createRunRecipients({
      ...{ campaignLedger: ledger, clock, errorLog, hashes, journal: { read: mayHaveGone }, ...uncounted },
      deliverRecipient: async ({ campaign }) => {
        overs.push(campaign?.isOver);
        return { kind: "parked" };
      },
    });
    await runRecipients.recover(await runAt(), never);
    expect([overs, await inColumn(recipientCodes.sending)]).toEqual([delivered, 1]);
  },
);

test("a text that a pause left in work here goes on with the campaign, though others of its chunk are in work", async () => {
  await begun();
  let runs = 0;
  const runRecipients = createRunRecipients({
    ...{ campaignLedger: ledger, clock, errorLog, hashes, journal: { read: mayHaveGone }, ...uncounted },
    crashPolicy: { ...uncounted.crashPolicy, promotional: "resend-once" },
    deliverRecipient: async () => {
      runs += 1;
      if (runs === 1) throw new Stopped("The campaign stops");
      return { kind: "parked" };
    },
  });
  const recover = createRecoverRecipients({ audiences, campaignLedger: ledger, runRecipients });
  runRecipients.begin(await runAt(), never);
  await runRecipients.drain();
  await ledger.change("c", ["running"], "paused", person);
  await recover("c", never, () => never);
  expect(runs).toBe(1);
  await ledger.change("c", ["paused"], "running", person);
  await recover("c", never, () => never);
  expect(runs).toBe(2);
});

test("what a dead worker left of a campaign that goes on stops with it; of one that is cancelled it ends", async () => {
  await begun();
  const stop = AbortSignal.abort();
  const signals: AbortSignal[] = [];
  const left = async () => ({ chunk: 0, codes: new Uint8Array([1]), generations: new Uint8Array([0]) });
  const recover = createRecoverRecipients({
    ...{ audiences, campaignLedger: { ...ledger, leftBehind: left } },
    runRecipients: {
      ...{
        chunks: new Map(),
        size: 0,
        room: async () => undefined,
        drain: async () => undefined,
        takeLeft: () => [],
        begin: () => undefined,
      },
      recover: async (_, signal) => void signals.push(signal),
    },
  });
  await recover("c", never, () => stop);
  await ledger.change("c", ["running"], "cancelled", person);
  await recover("c", never, () => stop);
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
});

test.each(["start", "resume", "retry-failed"] as const)("%s: without its template nothing goes on", async (command) => {
  const { definition, terms, total } = (await ledger.read("c"))!;
  await ledger.create({ definition: { ...definition, campaignId: "t", template: "gone" }, terms, total });
  if (command !== "start") await ledger.change("t", ["checked"], command === "resume" ? "paused" : "finished", person);
  const { state } = (await ledger.read("t"))!;
  const commandCampaign = createCommandCampaign({ audiences, campaignLedger: ledger, clock, versionOf });
  expect(await commandCampaign("t", command, { hash: "h" }, "ops")).toEqual({ kind: "no-template", template: "gone" });
  expect((await ledger.read("t"))?.state).toBe(state);
});

test("a text that a dead worker left in a cancelled campaign, whose recipients are no longer kept, is in doubt", async () => {
  let shiftMs = 0;
  const later = { ...clock, now: () => new Date(Date.now() + shiftMs) };
  const campaign = (await ledger.read("c"))!;
  ledger = createMemoryCampaignLedger({ clock: later });
  await ledger.create(campaign);
  await begun();
  await audiences.keepFor("u", 0);
  const recover = createRecoverRecipients({
    ...{ audiences, campaignLedger: ledger },
    runRecipients: createRunRecipients({
      ...{ campaignLedger: ledger, clock, errorLog, hashes, journal: { read: async () => undefined }, ...uncounted },
      deliverRecipient: async () => ({ kind: "parked" }),
    }),
  });
  const inDoubt = async () => (await ledger.read("c"))!.byCode.get(recipientCodes.inDoubt) ?? 0;
  shiftMs = 20_000;
  await recover("c", never, () => never);
  expect(await inDoubt()).toBe(0);
  await ledger.change("c", ["running"], "cancelled", person);
  shiftMs = 40_000;
  await recover("c", never, () => never);
  expect(await inDoubt()).toBe(1);
  expect((await ledger.read("c"))?.endedAt).toBeDefined();
});

test("a person who was forgotten while the chunk waited for room gets no text, and ends as cancelled", async () => {
  const stop = new AbortController();
  const other = { ...row, to: "+919876543211" };
  await audiences.add("two", 0, [row, other]);
  const { definition } = (await ledger.read("c"))!;
  await ledger.create({ definition: { ...definition, campaignId: "two", uploadId: "two" }, terms: {}, total: 2 });
  let passedMs = 0;
  let isAsked = false;
  let hasRoom = (): void => undefined;
  const begunTo: string[] = [];
  const work = createRunCampaigns({
    ...{
      audiences,
      campaignLedger: ledger,
      errorLog,
      versionOf,
      mostActive: chunkSize,
      tellChanges: async () => undefined,
    },
    clock: { ...clock, monotonic: () => clock.monotonic() + passedMs },
    opensAt: (_, __, now) => now,
    runRecipients: {
      ...{
        chunks: new Map(),
        size: 0,
        drain: async () => undefined,
        recover: async () => undefined,
        takeLeft: () => [],
      },
      room: () =>
        new Promise((go) => {
          isAsked = true;
          hasRoom = go;
        }),
      begin: ({ row: { to } }) => void begunTo.push(to),
    },
  })(stop.signal);
  try {
    await ledger.change("two", ["checked"], "running", person);
    await eventually("room is asked for", () => isAsked);
    await audiences.forget(row.to);
    passedMs = 60_000;
    hasRoom();
    await eventually("the other's text begins", () => begunTo.includes(other.to));
    expect(begunTo).toEqual([other.to]);
    expect((await ledger.read("two"))!.byCode.get(recipientCodes.cancelled)).toBe(1);
  } finally {
    stop.abort();
    hasRoom();
    await work;
  }
});
