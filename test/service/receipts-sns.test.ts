import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig } from "../../src/adapters/environment/config.js";
import { createSignedEnvelopes } from "../../src/adapters/sns/signed-envelopes.js";
import { type RunningService, startService } from "../../src/composition/service.js";
import { eventually } from "../support/eventually.js";
import { certificateAddress, envelopeCertificate, signedEnvelope, topicArn } from "../support/signed-envelope.js";

const fetched: string[] = [];
const confirmed: string[] = [];
let service: RunningService;
beforeAll(async () => {
  const settings = {
    HTTP_PORT: "0",
    SIMULATOR_PORT: "0",
    LOG_LEVEL: "silent",
    API_KEYS: "shop:shop-secret-0123456789:send+read",
  };
  service = await startService(readConfig(settings), (services) =>
    services.provide("signedEnvelopes", ["clock"], ({ clock }) =>
      createSignedEnvelopes({
        topics: [topicArn],
        now: () => clock.now(),
        fetchCertificate: async (address) => {
          fetched.push(address);
          return envelopeCertificate;
        },
        confirm: async (topic, token) => void confirmed.push(`${topic} ${token}`),
      }),
    ),
  );
});
afterAll(() => service?.stop());

/** SNS sends text/plain and no key. */
const push = async (body: string) => {
  const answer = await fetch(`${service.url}/v1/receipts/sns`, { method: "POST", body });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};
const outcomes = (topic: string) =>
  service.services
    .get("events")
    .bus!.list(topic, 100)
    .map(
      ({ value }) => JSON.parse(String(value)) as { messageId: string; providerMessageId: string; handset?: boolean },
    );
const sent = async (to: string) => {
  await fetch(`${service.inbox}/api/receipts`, {
    method: "PUT",
    body: JSON.stringify({ number: to, status: "never" }),
  });
  const answer = await fetch(`${service.url}/v1/messages`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: "Bearer shop-secret-0123456789" },
    body: JSON.stringify({ to, text: "Your order is on its way" }),
  });
  const { messageId } = (await answer.json()) as { messageId: string };
  const found = () => outcomes("sms.sent").find((one) => one.messageId === messageId);
  await eventually("it is sent", async () => found() !== undefined);
  return found()!;
};

test("an event of End User Messaging, pushed by its topic, moves its text once", async () => {
  const { messageId, providerMessageId } = await sent("+919876543210");
  const event = {
    ...{ eventType: "TEXT_DELIVERED", eventVersion: "1.0", eventTimestamp: Date.now(), isFinal: true },
    ...{ destinationPhoneNumber: "+919876543210", messageId: providerMessageId, totalMessagePrice: 0.00645 },
  };
  const envelope = signedEnvelope({ Message: JSON.stringify(event) });
  expect(await push(envelope)).toEqual({ status: 202, body: { taken: "moved" } });
  expect(await push(envelope)).toEqual({ status: 202, body: { taken: "repeated" } });
  expect(outcomes("sms.delivered").filter((one) => one.messageId === messageId)).toMatchObject([{ handset: true }]);
});

test("so does our own form", async () => {
  const { messageId, providerMessageId } = await sent("+919876543211");
  const receipt = { provider: "sns", providerMessageId, status: "undelivered", at: new Date().toISOString() };
  expect((await push(signedEnvelope({ Message: JSON.stringify(receipt) }))).body).toEqual({ taken: "moved" });
  expect(outcomes("sms.undelivered").map((one) => one.messageId)).toContain(messageId);
});

test("a subscription is confirmed by topic and token; its address is never called", async () => {
  const confirmation = {
    ...({ Type: "SubscriptionConfirmation", Token: "a-token" } as const),
    SubscribeURL: "https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription&Token=a-token",
  };
  expect(await push(signedEnvelope(confirmation))).toEqual({ status: 202, body: { confirmed: true } });
  expect(confirmed).toEqual([`${topicArn} a-token`]);
  expect(new Set(fetched)).toEqual(new Set([certificateAddress]));
});

test.each([
  ["no envelope", "{}", 403],
  ["a forged message", signedEnvelope({}, { Message: '{"provider":"sns"}' }), 403],
  ["a topic that may not send", signedEnvelope({ TopicArn: `${topicArn}-2` }), 403],
  [
    "a certificate elsewhere",
    signedEnvelope({ SigningCertURL: "https://sns.us-east-1.amazonaws.com.evil.example/x.pem" }),
    403,
  ],
  ["a certificate at the metadata service", signedEnvelope({ SigningCertURL: "http://169.254.169.254/x.pem" }), 403],
  [
    "a subscription that leads elsewhere",
    signedEnvelope({ Type: "SubscriptionConfirmation", Token: "t", SubscribeURL: "http://127.0.0.1/" }),
    403,
  ],
  ["a message that is no receipt", signedEnvelope({ Message: "hello" }), 422],
])("%s is refused", async (_, body, status) => {
  const before = fetched.length;
  expect((await push(body)).status).toBe(status);
  expect(fetched.slice(before).filter((address) => address !== certificateAddress)).toEqual([]);
});
