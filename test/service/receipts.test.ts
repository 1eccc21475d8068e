import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type SmsStage, startSmsStage } from "../../src/composition/stage.js";
import { sms } from "../support/command-line.js";
import { eventually } from "../support/eventually.js";

let stage: SmsStage;
beforeAll(async () => {
  stage = await startSmsStage({ SMS_RECEIPTS_CALLS_PER_SECOND: "8" });
});
afterAll(() => stage.stop());

interface Told {
  readonly messageId: string;
  readonly providerMessageId: string;
  readonly providerResponse: string;
  readonly actualCost: { readonly micros: number } | null;
  readonly handset: boolean;
}

const ask = async (method: string, path: string, body?: unknown, base = stage.url) => {
  const sent =
    body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
  const answer = await fetch(`${base}${path}`, { method, ...sent });
  const text = await answer.text();
  return { status: answer.status, text, body: text.startsWith("{") ? JSON.parse(text) : {} };
};
const events = async (topic: string): Promise<readonly Told[]> =>
  (await ask("GET", `/v1/events?topic=${topic}`)).body.events.map(({ value }: { value: Told }) => value);
const send = async (to: string): Promise<string> =>
  (await ask("POST", "/v1/messages", { to, text: "Your order is on its way" })).body.messageId;
const told = async (topic: string, messageId: string): Promise<Told> => {
  await eventually(`${topic} of ${messageId}`, async () =>
    (await events(topic)).some((one) => one.messageId === messageId),
  );
  return (await events(topic)).find((one) => one.messageId === messageId)!;
};

test("a text that reached its phone is told as delivered, at its price", async () => {
  const delivered = await told("sms.delivered", await send("+919876543210"));
  expect(delivered).toMatchObject({ status: "delivered", handset: true, providerResponse: "delivered_to_handset" });
  expect(delivered.actualCost).toEqual({ micros: 6_450, currency: "USD" });
});

test("one that failed is told so, in a word, without its number", async () => {
  const to = "+919876543211";
  const providerResponse = `${to} is opted out`;
  await ask(
    "PUT",
    "/api/receipts",
    { number: to, status: "undelivered", providerResponse, duplicate: true },
    stage.inbox,
  );
  const messageId = await send(to);
  const undelivered = await told("sms.undelivered", messageId);
  expect(undelivered.providerResponse).toBe("opted_out");
  expect((await events("sms.undelivered")).filter((one) => one.messageId === messageId)).toHaveLength(1);
  await eventually(
    "whoever asks for the message is told",
    async () => (await ask("GET", `/v1/messages/${messageId}`)).body.state === "undelivered",
  );
  const { body } = await ask("GET", `/v1/messages/${messageId}`);
  expect(body.timeline.at(-1)).toMatchObject({ state: "undelivered" });
  expect(body).toMatchObject({ outcome: { status: "sent" }, receipt: { providerResponse: "opted_out" } });
  expect((await stage.explain(messageId))?.state).toBe("undelivered");
});

/** As the CloudWatch Logs user guide shows a subscription filter's message. */
const subscription = (messageType: string, lines: readonly object[]) => ({
  awslogs: {
    data: gzipSync(
      JSON.stringify({
        ...{ messageType, owner: "111111111111", logGroup: "sns/ap-south-1/111111111111/DirectPublishToPhoneNumber" },
        ...{ logStream: "111111111111", subscriptionFilters: ["Destination"] },
        logEvents: lines.map((line, at) => ({
          ...{ id: `3195310660696698337880902507980421114328961542429EVENT${at}`, timestamp: Date.now() },
          message: JSON.stringify(line),
        })),
      }),
    ).toString("base64"),
  },
});

test("a subscription filter's body moves a text, and its control message nothing", async () => {
  const to = "+919876543212";
  await ask("PUT", "/api/receipts", { number: to, status: "never" }, stage.inbox);
  const messageId = await send(to);
  await eventually("it is sent", async () => (await events("sms.sent")).some((one) => one.messageId === messageId));
  const { providerMessageId } = (await events("sms.sent")).find((one) => one.messageId === messageId)!;
  const line = {
    notification: { messageId: providerMessageId, timestamp: "2026-11-26 10:00:00.000" },
    delivery: {
      ...{ destination: to, priceInUSD: 0.00645, smsType: "Transactional", numberOfMessageParts: 1 },
      providerResponse: "Message has been accepted by phone carrier",
    },
    status: "SUCCESS",
  };
  expect((await ask("POST", "/v1/receipts/cloudwatch", subscription("CONTROL_MESSAGE", [line]))).status).toBe(200);
  expect((await ask("POST", "/v1/receipts/cloudwatch", subscription("DATA_MESSAGE", [line]))).status).toBe(202);
  expect(await told("sms.delivered", messageId)).toMatchObject({ handset: false, providerMessageId });
  expect((await ask("POST", "/v1/receipts/cloudwatch", { awslogs: { data: "no gzip" } })).status).toBe(422);
});

test("a plain receipt is taken once, and one of another system waits", async () => {
  const to = "+919876543213";
  await ask("PUT", "/api/receipts", { number: to, status: "never" }, stage.inbox);
  const messageId = await send(to);
  await eventually("it is sent", async () => (await events("sms.sent")).some((one) => one.messageId === messageId));
  const { providerMessageId } = (await events("sms.sent")).find((one) => one.messageId === messageId)!;
  const at = new Date().toISOString();
  const receipt = {
    provider: "sns",
    providerMessageId,
    status: "undelivered",
    at,
    providerResponse: "Invalid phone number",
  };
  const answers = [];
  for (let times = 0; times < 2; times += 1) answers.push((await ask("POST", "/v1/receipts", receipt)).body.taken);
  expect(answers).toEqual(["moved", "repeated"]);
  expect((await ask("POST", "/v1/receipts", { ...receipt, providerMessageId: "another" })).body.taken).toBe(
    "unmatched",
  );
  expect(await told("sms.undelivered", messageId)).toMatchObject({ providerResponse: "invalid_recipient" });
  const wrong = await ask("POST", "/v1/receipts", { ...receipt, status: "perhaps" });
  expect(wrong.status).toBe(422);
  expect(wrong.text).toContain("/status");
});

test("estimates and prices stand beside each other, and what has no receipt is named", async () => {
  const to = "+919876543214";
  await ask("PUT", "/api/receipts", { number: to, status: "never" }, stage.inbox);
  const messageId = await send(to);
  await eventually("it is sent", async () => (await events("sms.sent")).some((one) => one.messageId === messageId));
  const today = new Date().toISOString().slice(0, 10);
  const { body } = await ask("GET", `/v1/reconcile?from=${today}&to=${today}`);
  expect(body.missing.messageIds).toContain(messageId);
  expect(body.total.sent - body.total.heard).toBe(body.missing.texts);
  expect(body.total.actual).toBe(body.sums.reduce((sum: number, { actual }: { actual: number }) => sum + actual, 0));
  expect((await ask("GET", "/v1/reconcile?from=soon&to=2026-01-01")).status).toBe(422);
});

test("a line that nobody can read is listed for a person, its number hidden, and counted", async () => {
  const line = { notification: { told: "elsewhere" }, delivery: { destination: "+919876543299" }, status: "SUCCESS" };
  expect((await ask("POST", "/v1/receipts/cloudwatch", subscription("DATA_MESSAGE", [line]))).status).toBe(202);
  const { body } = await ask("GET", "/v1/receipts/unparsed");
  expect(body.receipts).toHaveLength(1);
  expect(body.receipts[0].text).toContain("elsewhere");
  const ran = await sms(["receipts", "unparsed"], { SMS_URL: stage.url });
  expect(ran).toMatchObject({ code: 0, out: expect.stringMatching(/^\d{4}-\S+ {2}[a-z-]+ {2}.*elsewhere/u) });
  expect(JSON.stringify(body) + ran.out).not.toContain("9876543299");
  expect((await ask("GET", "/metrics")).text).toMatch(/^sms_receipts_total\{status="unparsed"\} 1$/mu);
});

test("two texts that find no such number a week apart make the next one's story warn; one that arrives clears it", async () => {
  const to = "+919876543215";
  await ask("PUT", "/api/receipts", { number: to, status: "never" }, stage.inbox);
  const receiptOf = async (at: Date, status: string, providerResponse: string) => {
    const messageId = await send(to);
    await eventually("it is sent", async () => (await events("sms.sent")).some((one) => one.messageId === messageId));
    const { providerMessageId } = (await events("sms.sent")).find((one) => one.messageId === messageId)!;
    const receipt = { provider: "sns", providerMessageId, status, at: at.toISOString(), providerResponse };
    expect((await ask("POST", "/v1/receipts", receipt)).body.taken).toBe("moved");
  };
  const warnings = async () => {
    const { body } = await ask("POST", "/v1/messages/preview", { to, text: "Your order" });
    return (body.trace as { rule: string }[]).filter(({ rule }) => rule === "dead-number").length;
  };
  const now = Date.now();
  await receiptOf(new Date(now - 8 * 86_400_000), "undelivered", "Invalid phone number");
  expect(await warnings()).toBe(0);
  await receiptOf(new Date(now), "undelivered", "Invalid phone number");
  expect(await warnings()).toBe(1);
  const messageId = await send(to);
  await eventually("its story warns", async () => {
    const { text } = await ask("GET", `/v1/messages/${messageId}`);
    return text.includes('"dead-number"');
  });
  await receiptOf(new Date(now + 1_000), "delivered", "Message has been accepted by phone");
  expect(await warnings()).toBe(0);
});

test("metrics tell what receipts said, and at what price", async () => {
  const { text } = await ask("GET", "/metrics");
  expect(text).toMatch(/^sms_receipts_total\{status="delivered"\} [1-9]/mu);
  expect(text).toMatch(/^sms_receipts_polling 1$/mu);
  expect(text).toMatch(/^sms_price_drift_ratio\{country="IN"\} 1$/mu);
  expect(text).not.toContain("98765432");
});
