import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type SmsStage, startSmsStage } from "../../src/composition/stage.js";
import { sms } from "../support/command-line.js";
import { eventually } from "../support/eventually.js";
import { startWebhookReceiver } from "../support/webhook-receiver.js";

interface Got {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}
let stage: SmsStage;
let receiver: Awaited<ReturnType<typeof startWebhookReceiver>>;
let url: string;
let got: Got[];
let status: number;
const phone = "+919876543210";

beforeEach(async () => {
  got = [];
  status = 204;
  receiver = await startWebhookReceiver((headers, body) => {
    got.push({ headers, body });
    return { status };
  });
  ({ url } = receiver);
  stage = await startSmsStage();
});
afterEach(async () => {
  await stage.stop();
  receiver.close();
});

const run = async (...args: string[]) => sms(["webhooks", ...args, "--url", stage.url]);
const json = async (...args: string[]) => JSON.parse((await run(...args, "--json")).out) as Record<string, unknown>;
const send = () => stage.publish("delivery.completed", { orderNumber: "ORD-1", customer: { phone } });
const told = (type: string) => got.filter(({ body }) => JSON.parse(body).type === type);
const isSigned = ({ body, headers }: Got, secret: string): boolean => {
  try {
    return new Webhook(secret).verify(body, headers as Record<string, string>) !== undefined;
  } catch {
    return false;
  }
};

test("a receiver gets a ping, then each outcome, signed, the number masked; a replay has the same ids", async () => {
  const began = new Date().toISOString();
  const { id, ping, secret } = await json("add", url);
  expect(ping).toEqual({ status: 204, why: null });
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  await send();
  await eventually("the outcome", () => told("sms.sent").length === 1);
  expect(told("webhook.ping")).toHaveLength(1);
  const [first] = told("sms.sent");
  expect(JSON.parse(first!.body)).toMatchObject({ type: "sms.sent", data: { status: "sent", to: "+9198••••3210" } });
  for (const one of got) expect(isSigned(one, String(secret))).toBe(true);
  await eventually("all is delivered", async () => (await run("list")).out.includes(" 0 waiting"));
  const { queued } = await json("replay", String(id), "--since", began);
  expect(Number(queued)).toBeGreaterThanOrEqual(1);
  await eventually("the outcome again", () => told("sms.sent").length === 2);
  expect(told("sms.sent")[1]!.headers["webhook-id"]).toBe(first!.headers["webhook-id"]);
});

test("a receiver that answers nobody holds up no other, and no text", async () => {
  const texts = 40;
  let held = 0;
  const silent = createServer(() => {
    held += 1;
  }).listen(0, "127.0.0.1");
  await once(silent, "listening");
  try {
    const adding = run("add", `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`, "--types", "sms.sent");
    await eventually("its ping is held", () => held === 1);
    await run("add", url, "--types", "sms.sent");
    for (let order = 0; order < texts; order += 1)
      await stage.publish("sms.requested", { to: `+9198765432${10 + order}`, text: "hello" });
    await stage.settled(texts, 30_000);
    await eventually("the other has them all", () => told("sms.sent").length === texts, 30_000);
    // Its ping, and four of its events: it was called and never answered.
    expect(held).toBe(5);
    silent.closeAllConnections();
    await adding;
  } finally {
    silent.closeAllConnections();
    silent.close();
  }
});

test("only what was asked for comes, with as much of the number as was asked for", async () => {
  await run("add", url, "--types", "sms.sent", "--number", "full");
  await run("add", url, "--types", "sms.failed", "--number", "none");
  await send();
  await stage.publish("sms.requested", { to: "+9112", text: "hello" });
  await eventually("both outcomes", () => told("sms.sent").length === 1 && told("sms.failed").length === 1);
  expect(JSON.parse(told("sms.sent")[0]!.body).data.to).toBe(phone);
  expect(JSON.parse(told("sms.failed")[0]!.body).data.to).toBeNull();
});

test("a new secret signs beside the old one", async () => {
  const { id, secret } = await json("add", url, "--types", "sms.sent");
  const rotated = await json("rotate", String(id));
  expect(rotated["secret"]).not.toBe(secret);
  await send();
  await eventually("the outcome", () => told("sms.sent").length === 1);
  const [one] = told("sms.sent");
  expect([secret, rotated["secret"]].map((each) => isSigned(one!, String(each)))).toEqual([true, true]);
});

test("410 disables at once, is told, and a ping that is taken enables again", async () => {
  const { id } = await json("add", url, "--types", "sms.sent");
  status = 410;
  await send();
  await eventually("it is disabled", async () => (await run("list")).out.includes("disabled"));
  expect((await run("list")).out).toContain("it answers 410 Gone");
  const events = await fetch(`${stage.url}/v1/events?topic=webhook.disabled`);
  expect(await events.json()).toMatchObject({ events: [{ value: { webhookId: id, reason: "it answers 410 Gone" } }] });
  expect(await run("enable", String(id))).toMatchObject({
    code: 1,
    err: expect.stringContaining("webhook-unreachable"),
  });
  status = 200;
  expect((await run("enable", String(id))).code).toBe(0);
  expect((await run("list")).out).toContain("enabled");
});

test("one that answers with an error is failing, and tried again", async () => {
  await run("add", url, "--types", "sms.sent");
  status = 500;
  await send();
  await eventually("it fails", async () => (await run("list")).out.includes("failing"));
  status = 204;
  await eventually("the same event arrives", async () => (await run("list")).out.includes("enabled"), 15_000);
  expect(new Set(told("sms.sent").map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  const metrics = await (await fetch(`${stage.url}/metrics`)).text();
  for (const result of ["delivered", "failed"])
    expect(metrics).toMatch(new RegExp(`sms_webhook_deliveries_total\\{result="${result}"\\} [1-9]`, "u"));
});

test.each([
  [["add", "http://example.com"], "/url: must begin with https://"],
  [["add", "https://10.0.0.1"], "/url: names an address that is not public"],
  [["add", "https://example.com", "--types", "sms.snet"], "must be one of sms.sent"],
  [["rotate", "none"], "not-found"],
  [["remove", "none"], "not-found"],
  [["replay", "none"], "/since"],
])("%j is refused", async (args, why) => {
  expect(await run(...args)).toMatchObject({ code: 1, err: expect.stringContaining(why) });
});

test("one that is removed hears no more", async () => {
  const { id } = await json("add", url, "--types", "sms.sent");
  expect((await run("remove", String(id))).code).toBe(0);
  expect((await run("list")).err).toBe("no webhooks\n");
});
