import { expect, test } from "vitest";
import { replyTeller } from "../../../src/adapters/cli/reply-teller.js";
import type { ServiceAnswer } from "../../../src/adapters/cli/service-client.js";

const reply = { inboundId: "i", phone: "+919876543210", text: "STOP", at: "2026-11-23T10:00:00.000Z" };

test("a reply is told as a provider's webhook tells it", async () => {
  const calls: unknown[] = [];
  await replyTeller(async (...call) => {
    calls.push(call);
    return { status: 202, body: {} };
  })(reply);
  const { phone: from, ...rest } = reply;
  expect(calls).toEqual([["POST", "/v1/inbound", { ...rest, from, provider: "simulator" }]]);
});

test.each<[string, ServiceAnswer, string]>([
  ["with its reason", { status: 401, body: { detail: "A key is missing" } }, "answered HTTP 401: A key is missing"],
  ["without one", { status: 500, body: {} }, "answered HTTP 500"],
])("a service that does not take it is said, %s", async (_, answer, sentence) => {
  await expect(replyTeller(async () => answer)(reply)).rejects.toThrow(sentence);
});
