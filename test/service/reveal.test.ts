import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type SmsStage, startSmsStage } from "../../src/composition/stage.js";

const keys = { ops: "ops-secret-0123456789", shop: "shop-secret-0123456789" };
const to = "+919876543210";
let stage: SmsStage;
beforeAll(async () => {
  stage = await startSmsStage({ API_KEYS: `ops:${keys.ops}:admin+send+read,shop:${keys.shop}:send+read` });
});
afterAll(() => stage?.stop());

const call = async (key: string, method: string, path: string, body?: object, why?: string) => {
  const answer = await fetch(stage.url + path, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(why === undefined ? {} : { "audit-reason": encodeURIComponent(why) }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};
const trail = async () =>
  (await call(keys.ops, "GET", "/v1/audit")).body["entries"] as readonly Record<string, unknown>[];

test("a number is shown to who administers, and the trail says who looked at which message, and why", async () => {
  const { messageId } = (await call(keys.ops, "POST", "/v1/messages", { to, text: "Hello" })).body;
  const path = `/v1/messages/${messageId}/reveal`;
  await vi.waitFor(async () =>
    expect((await call(keys.ops, "GET", `/v1/messages/${messageId}`)).body).toMatchObject({ state: "sent" }),
  );
  expect(await call(keys.shop, "POST", path)).toMatchObject({ status: 403, body: { code: "forbidden" } });
  expect(await trail()).toEqual([]);
  expect(await call(keys.ops, "POST", path, undefined, "she called, +91 98765 43210")).toEqual({
    status: 200,
    body: { messageId, to },
  });
  expect(await trail()).toMatchObject([
    { who: "ops", action: "messages.reveal", object: messageId, reason: "she called, …" },
  ]);
  expect(JSON.stringify(await trail())).not.toContain("98765");

  await vi.waitFor(async () => {
    await call(keys.ops, "POST", "/v1/forget", { to });
    expect((await call(keys.ops, "POST", path)).body).toEqual({ messageId, to: null });
  });
  expect(await call(keys.ops, "POST", "/v1/messages/none/reveal")).toMatchObject({ status: 404 });
});
