import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readConfig } from "../../src/adapters/environment/config.js";
import { systemClock } from "../../src/adapters/system/clock.js";
import { type RunningService, startService } from "../../src/composition/service.js";

interface Report {
  readonly uploadId: string;
  readonly hash: string;
  readonly windows: readonly { readonly from: string | null; readonly rows: number }[];
  readonly errors?: unknown;
}

interface View {
  readonly state: string;
  readonly cause: string | null;
  readonly because: string | null;
  readonly hash: string;
  readonly startedAt: string | null;
  readonly window: unknown;
  readonly counts: Readonly<Record<string, number>>;
  readonly reasons: Readonly<Record<string, number>>;
}

/** 02:00 in London, 03:00 in Berlin, 07:30 in India; in New York and in Hawaii it is still the evening before. */
const night = new Date("2026-11-25T02:00:00Z").getTime();
const india = "+919876543210";
const germany = "+4915112345678";
const newYork = "+12125550123";
const hawaii = "+18085550123";

let shiftMs: number;
let service: RunningService;
let templates: string;
beforeEach(async () => {
  shiftMs = night - Date.now();
  templates = mkdtempSync(join(tmpdir(), "sms-templates-"));
  cpSync("templates", templates, { recursive: true });
  const settings = {
    ...{ HTTP_PORT: "0", SIMULATOR_PORT: "0", LOG_LEVEL: "silent", SMS_TEMPLATES_DIR: templates },
    ...{ SMS_ALLOWED_COUNTRIES: "IN,DE,US", SMS_ORIGINATION_NUMBER: "+18885550100" },
  };
  service = await startService(readConfig(settings), (services) =>
    services.provide("clock", [], () => ({ ...systemClock, now: () => new Date(Date.now() + shiftMs) })),
  );
});
afterEach(() => service.stop());

const moveTo = (instant: string): void => {
  shiftMs = new Date(instant).getTime() - Date.now();
};
const call = async <Answer = View>(method: string, path: string, body?: unknown, type = "application/json") => {
  const init = body === undefined ? {} : { headers: { "content-type": type }, body: body as string };
  const answer = await fetch(`${service.url}${path}`, { method, ...init });
  return { status: answer.status, body: (await answer.json()) as Answer };
};
const make = (campaign: object) => call("POST", "/v1/campaigns", JSON.stringify({ name: "Test", ...campaign }));
const command = (id: string, what: string, body: object = {}) =>
  call("POST", `/v1/campaigns/${id}/${what}`, JSON.stringify(body));
const show = async (id: string): Promise<View> => (await call("GET", `/v1/campaigns/${id}`)).body;
const until = (id: string, expected: object) =>
  expect.poll(() => show(id), { timeout: 15_000 }).toMatchObject(expected);
const text = "Your table is ready";
const texted = async (): Promise<readonly string[]> => {
  const answer = await fetch(`${service.inbox}/api/messages`);
  const { messages } = (await answer.json()) as { readonly messages: readonly { readonly phone: string }[] };
  return messages.map(({ phone }) => phone).sort();
};

describe("a window of the recipient's own time", () => {
  const words = { text, class: "transactional", window: { from: "09:00", to: "20:00", zone: "recipient" } };
  const csv = ["phone", india, germany, newYork, hawaii, ""].join("\n");
  const query = `text=${encodeURIComponent(text)}&class=transactional`;

  test("who goes at once and who waits until when is shown before the start, and holds", async () => {
    const path = `/v1/uploads?${query}&window=09:00-20:00&zone=recipient`;
    const { body: report } = await call<Report>("POST", path, csv, "text/csv");
    expect(report.windows).toEqual([
      { from: null, rows: 1 },
      {
        ...{ from: "2026-11-25T03:30:00.000Z", zone: "Asia/Calcutta", rows: 1 },
        ...{ local: "2026-11-25T09:00", words: "09:00 in Kolkata on Wednesday" },
      },
      {
        ...{ from: "2026-11-25T08:00:00.000Z", zone: "Europe/Berlin", rows: 1 },
        ...{ local: "2026-11-25T09:00", words: "09:00 in Berlin on Wednesday" },
      },
      {
        ...{ from: "2026-11-25T14:00:00.000Z", zone: "America/New_York", rows: 1 },
        ...{ local: "2026-11-25T09:00", words: "09:00 in New York on Wednesday" },
      },
    ]);
    const made = await make({ campaignId: "zones", uploadId: report.uploadId, ...words });
    expect(made.body).toMatchObject({ state: "checked", window: words.window });
    await command("zones", "start", { hash: report.hash });
    const gone: string[] = [];
    for (const [instant, phone] of [
      ["2026-11-25T02:00:00Z", hawaii],
      ["2026-11-25T03:30:00Z", india],
      ["2026-11-25T08:00:00Z", germany],
      ["2026-11-25T14:00:00Z", newYork],
    ] as const) {
      // Just before, nobody more; then the next one.
      moveTo(new Date(Math.max(new Date(instant).getTime() - 60_000, night)).toISOString());
      if (gone.length > 0) {
        await until("zones", { counts: { waiting: 4 - gone.length, sending: 0 } });
        expect(await texted()).toEqual([...gone].sort());
        moveTo(instant);
      }
      gone.push(phone);
      await expect.poll(texted, { timeout: 15_000 }).toEqual([...gone].sort());
    }
    await until("zones", { state: "finished", counts: { total: 4, waiting: 0, sending: 0 } });
  });

  test("what was checked with other hours does not go", async () => {
    const { body: report } = await call<Report>("POST", `/v1/uploads?${query}&window=08:00-20:00`, csv, "text/csv");
    expect(await make({ campaignId: "other", uploadId: report.uploadId, ...words })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: "/uploadId" }] },
    });
  });

  test.each([
    ["no window", "zone=recipient"],
    ["half a window", "window=09:00"],
    ["a window that ends before it begins", "window=20:00-09:00"],
    ["an unknown zone", "window=09:00-20:00&zone=Mars/Base"],
    ["an unknown day", "window=09:00-20:00&days=monday"],
  ])("%s is refused", async (_, asked) => {
    expect(await call("POST", `/v1/uploads?${query}&${asked}`, csv, "text/csv")).toMatchObject({
      status: 422,
      body: { detail: expect.stringContaining("`window` must be such as 09:00-20:00") },
    });
  });
});

describe("its start and its end", () => {
  const words = { text, class: "transactional", recipients: [{ to: india }, { to: germany }, { to: hawaii }] };

  test("it starts at startAt, not before", async () => {
    const { body } = await make({ campaignId: "later", ...words, startAt: "2026-11-25T06:00:00Z" });
    await command("later", "start", { hash: body.hash });
    expect(await show("later")).toMatchObject({ state: "scheduled", cause: "start", startedAt: null });
    moveTo("2026-11-25T05:59:00Z");
    // One that starts at once ends before: its workers have looked at this one too.
    const { body: now } = await make({ campaignId: "now", ...words });
    await command("now", "start", { hash: now.hash });
    await until("now", { state: "finished" });
    expect(await show("later")).toMatchObject({ state: "scheduled", counts: { waiting: 3 } });
    moveTo("2026-11-25T06:00:00Z");
    await until("later", { state: "finished", counts: { waiting: 0 } });
    expect(Date.parse((await show("later")).startedAt!)).toBeGreaterThanOrEqual(Date.parse("2026-11-25T06:00:00Z"));
  });

  test("whoever waits at endAt gets nothing, and may be retried with a later end", async () => {
    const { body } = await make({
      ...{ campaignId: "ends", ...words, endAt: "2026-11-25T06:00:00Z" },
      window: { from: "09:00", to: "20:00", zone: "recipient" },
    });
    await command("ends", "start", { hash: body.hash });
    await until("ends", { counts: { waiting: 2, sending: 0 } });
    moveTo("2026-11-25T03:30:00Z");
    await until("ends", { counts: { waiting: 1, sending: 0 } });
    moveTo("2026-11-25T06:00:00Z");
    await until("ends", { state: "finished", counts: { refused: 1 }, reasons: { "deadline-passed": 1 } });
    expect(await texted()).toEqual([india, hawaii].sort());
    const again = await command("ends", "retry-failed", { endAt: "2026-11-25T12:00:00Z" });
    expect(again.body).toMatchObject({ retried: 1, state: "running" });
    moveTo("2026-11-25T08:00:00Z");
    await until("ends", { state: "finished", counts: { waiting: 0, refused: 0 } });
    expect(await texted()).toEqual([india, hawaii, germany].sort());
  });

  test("an end that is over, or before the start, is refused", async () => {
    for (const times of [
      { endAt: "2026-11-25T01:00:00Z" },
      { startAt: "2026-11-25T06:00:00Z", endAt: "2026-11-25T05:00:00Z" },
    ])
      expect(await make({ campaignId: "wrong", ...words, ...times })).toMatchObject({
        status: 422,
        body: { errors: [{ pointer: "/endAt" }] },
      });
  });
});

test("a template that changes while it runs pauses it; resumed, the new one goes to the rest", async () => {
  const file = join(templates, "delivery_completed.yaml");
  const variables = { order_number: "ORD-7" };
  const { body } = await make({
    ...{ campaignId: "pinned", template: "delivery_completed", variables, class: "transactional" },
    recipients: [{ to: india }, { to: germany }],
    window: { from: "09:00", to: "20:00", zone: "recipient" },
  });
  await command("pinned", "start", { hash: body.hash });
  await until("pinned", { state: "running" });
  writeFileSync(file, readFileSync(file, "utf8").replaceAll("delivered", "handed over"));
  expect(service.services.get("templates").reload()).toMatchObject({ ok: true });
  await until("pinned", { state: "paused", cause: "template", because: expect.stringContaining("delivery_completed") });
  moveTo("2026-11-25T10:00:00Z");
  expect(await texted()).toEqual([]);
  expect((await command("pinned", "resume")).body).toMatchObject({ state: "running" });
  await until("pinned", { state: "finished", reasons: {} });
  const answer = await fetch(`${service.inbox}/api/messages`);
  const { messages } = (await answer.json()) as { readonly messages: readonly { readonly text: string }[] };
  expect(messages.map((one) => one.text.includes("handed over"))).toEqual([true, true]);
});

test("the same file again under the same campaign: nothing again", async () => {
  const upload = () =>
    call<Report>(
      "POST",
      `/v1/uploads?text=${encodeURIComponent(text)}&class=transactional`,
      `phone\n${india}\n`,
      "text/csv",
    );
  const words = { campaignId: "twice", text, class: "transactional" };
  const { body: first } = await upload();
  expect(await make({ ...words, uploadId: first.uploadId })).toMatchObject({ status: 201 });
  await command("twice", "start", { hash: first.hash });
  await until("twice", { state: "finished" });
  const { body: second } = await upload();
  expect(second.hash).toBe(first.hash);
  expect(await make({ ...words, uploadId: second.uploadId })).toMatchObject({
    status: 200,
    body: { state: "finished", counts: { total: 1, waiting: 0 } },
  });
  expect((await command("twice", "start", { hash: second.hash })).body).toMatchObject({ state: "finished" });
  expect(await texted()).toEqual([india]);
});

describe("persons of a campaign at work", () => {
  const morning = { window: { from: "09:00", to: "20:00", zone: "recipient" } };

  test("one who is forgotten ends as cancelled, and stands in the list without a number", async () => {
    const words = { text, class: "transactional", recipients: [{ to: india, reference: "A1" }, { to: hawaii }] };
    const { body } = await make({ campaignId: "forget", ...words, ...morning });
    await command("forget", "start", { hash: body.hash });
    await until("forget", { counts: { waiting: 1, sending: 0 } });
    const forgotten = await call("POST", "/v1/forget", JSON.stringify({ to: india }));
    expect(forgotten).toMatchObject({ status: 200, body: { removed: { campaignRows: 1 } } });
    moveTo("2026-11-25T03:30:00Z");
    await until("forget", { state: "finished", counts: { total: 2, cancelled: 1 } });
    expect(await texted()).toEqual([hawaii]);
    const { body: list } = await call<object>("GET", "/v1/campaigns/forget/recipients?state=cancelled");
    expect(list).toMatchObject({ recipients: [{ to: null, reference: null, messageId: null, state: "cancelled" }] });
  });

  test("a STOP to the text of a second try counts", async () => {
    const words = { text: `${text}. Reply STOP to opt out`, class: "transactional", ...morning };
    const pauseOn = { optOuts: 0.01, failures: 1 };
    const { body } = await make({
      ...{ campaignId: "again", ...words, pauseOn, endAt: "2026-11-25T03:00:00Z" },
      recipients: [{ to: india }, { to: newYork }],
    });
    await command("again", "start", { hash: body.hash });
    await until("again", { counts: { waiting: 2 } });
    moveTo("2026-11-25T03:00:00Z");
    await until("again", { state: "finished", reasons: { "deadline-passed": 2 } });
    await command("again", "retry-failed", { endAt: "2026-11-26T00:00:00Z" });
    moveTo("2026-11-25T03:30:00Z");
    await until("again", { counts: { waiting: 1, sent: 1 } });
    await fetch(`${service.inbox}/api/replies`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ phone: india, text: "STOP" }),
    });
    await until("again", { state: "paused", cause: "opt-outs" });
  });
});
