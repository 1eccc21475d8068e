import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type SmsStage, startSmsStage } from "../../src/composition/stage.js";
import { sms } from "../support/command-line.js";
import { eventually } from "../support/eventually.js";
import { type HookAnswer, startWebhookReceiver } from "../support/webhook-receiver.js";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

let stage: SmsStage;
let receiver: Awaited<ReturnType<typeof startWebhookReceiver>>;
let url: string;
/** The outcomes that came, in order: their ids, whose text they tell of, and when by the service's clock. */
let came: { readonly id: string; readonly text: string; readonly at: number }[];
let answer: HookAnswer;

beforeEach(async () => {
  came = [];
  answer = { status: 204 };
  receiver = await startWebhookReceiver((headers, body) => {
    const { data, type } = JSON.parse(body);
    const id = String(headers["webhook-id"]);
    if (type === "sms.sent") came.push({ id, text: data.messageId, at: stage.clock.now().getTime() });
    return answer;
  });
  ({ url } = receiver);
  stage = await startSmsStage();
});
afterEach(async () => {
  await stage.stop();
  receiver.close();
});

const run = async (...args: string[]) => sms(["webhooks", ...args, "--url", stage.url]);
const add = async (): Promise<string> => JSON.parse((await run("add", url, "--types", "sms.sent", "--json")).out).id;
/** Each order is another person's: a number gets one text a second. */
const send = (order: number) =>
  stage.publish("delivery.completed", { orderNumber: `ORD-${order}`, customer: { phone: `+91987654321${order}` } });
const outcomes = () => stage.outcomes().map(({ messageId }) => messageId);
const texts = () => new Set(came.map(({ text }) => text));
const list = async () => (await run("list")).out;
const webhooksCheck = async () =>
  JSON.parse(
    (await sms(["doctor", "--json", "--url", stage.url])).out.split("\n").find((line) => line.includes('"webhooks"'))!,
  ) as { verdict: string; evidence: string };
/** Moves the clock by `stepMs` for `ms`; what is due on the way is tried at each step, or at a later one. */
const pass = async (ms: number, stepMs: number): Promise<void> => {
  for (let passed = 0; passed < ms; passed += stepMs) {
    stage.clock.advance(stepMs);
    await setImmediate();
  }
};

test("a receiver that was down for two hours gets every event of that time, each with one id", async () => {
  await add();
  answer = { status: 500 };
  for (let order = 0; order < 8; order++) await send(order);
  await stage.settled(8, 20_000);
  await eventually("it fails", async () => (await list()).includes("failing"));
  expect(await webhooksCheck()).toMatchObject({
    verdict: "warn",
    evidence: expect.stringContaining("Nothing arrives"),
  });
  await pass(2 * hour, 10 * minute);
  const idOf = new Map(came.map(({ id, text }) => [text, id]));
  came = [];
  answer = { status: 204 };
  await eventually(
    "all arrive",
    () => {
      stage.clock.advance(10 * minute);
      return outcomes().every((text) => texts().has(text));
    },
    30_000,
  );
  for (const { id, text } of came) expect([undefined, id]).toContain(idOf.get(text));
  expect(new Set(came.map(({ id }) => id)).size).toBe(8);
  await eventually("it is well again", async () => (await list()).includes(" 0 waiting"));
  expect(await webhooksCheck()).toMatchObject({ verdict: "ok" });
}, 60_000);

test("429 with Retry-After 60: nothing comes for a minute, then all of it", async () => {
  await add();
  answer = { status: 429, headers: { "retry-after": "60" } };
  await send(1);
  await eventually("it is asked for patience", async () => (await list()).includes("failing"));
  const refusedAt = came.at(-1)!.at;
  const before = came.length;
  answer = { status: 204 };
  await send(2);
  await stage.settled(2, 20_000);
  await eventually("both wait", async () => (await list()).includes(" 2 waiting"));
  await pass(50_000, 10_000);
  await eventually(
    "both arrive",
    () => {
      stage.clock.advance(1_000);
      return new Set(came.slice(before).map(({ text }) => text)).size === 2;
    },
    20_000,
  );
  for (const { at } of came.slice(before)) expect(at - refusedAt).toBeGreaterThanOrEqual(60_000);
}, 60_000);

test("after five days of failing it is disabled, which is told; enabled again, a replay brings what it missed", async () => {
  const began = stage.clock.now().toISOString();
  const id = await add();
  answer = { status: 503 };
  const isOff = async () => (await list()).includes("disabled");
  for (let order = 0; order < 8 && !(await isOff()); order++) {
    const tries = came.length;
    await send(order);
    await stage.settled(order + 1, 20_000);
    await eventually("a try, or the end", async () => came.length > tries || (await isOff()), 20_000);
    stage.clock.advance(day);
  }
  await eventually("it is disabled", isOff, 20_000);
  expect(await webhooksCheck()).toMatchObject({
    verdict: "fail",
    evidence: expect.stringContaining("nothing arrived for 5 days: it answers 503"),
  });
  const told = await (await fetch(`${stage.url}/v1/events?topic=webhook.disabled`)).json();
  expect(told).toMatchObject({ events: [{ value: { webhookId: id } }] });
  answer = { status: 204 };
  expect((await run("enable", id)).code).toBe(0);
  came = [];
  expect((await run("replay", id, "--since", began)).code).toBe(0);
  expect(outcomes().length).toBeGreaterThanOrEqual(5);
  await eventually(
    "everything since then",
    () => {
      stage.clock.advance(minute);
      return outcomes().every((text) => texts().has(text));
    },
    30_000,
  );
}, 90_000);
