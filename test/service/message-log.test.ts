import { expect, test, vi } from "vitest";
import { createServiceClient } from "../../src/adapters/cli/service-client.js";
import { toldByService } from "../../src/adapters/cli/told-by-service.js";
import { startSmsStage } from "../../src/composition/stage.js";
import { sms } from "../support/command-line.js";

/** A receipt comes a moment after the text. */
const went = expect.stringMatching(/^(?:sent|delivered)$/u);
const customer = { name: "John Doe", phone: "+919876543210" };
const order = { customer, estimatedTime: "30-40 minutes", trackUrl: "https://t.example/a" };

test("the embedded service answers what became of an order: by its number, by the phone, and by every flag", async () => {
  await using stage = await startSmsStage();
  const call = async (path: string, body?: unknown) => {
    const given =
      body === undefined
        ? {}
        : { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
    const answer = await fetch(`${stage.url}${path}`, given);
    return { status: answer.status, body: (await answer.json()) as Readonly<Record<string, unknown>> };
  };
  for (const orderNumber of ["ORD-1", "ORD-2"]) await stage.publish("order.created", { ...order, orderNumber });
  await stage.publish("order.status_changed", { orderNumber: "ORD-2", customer, status: "ready" });
  await stage.publishUnchecked("order.created", { orderNumber: "ORD-3", customer });
  await stage.settled(4);

  await vi.waitFor(async () => expect((await call("/v1/messages/search", {})).body["messages"]).toHaveLength(4));
  const one = await call("/v1/messages/ORD-1");
  expect(one).toMatchObject({
    status: 200,
    body: { state: went, to: "+9198••••3210", outcome: { correlationId: "ORD-1" } },
  });
  expect(one.body["trace"]).not.toHaveLength(0);
  expect((await call("/v1/messages/ORD-2")).status).toBe(300);
  expect((await call("/v1/messages/ORD-3")).body).toMatchObject({
    state: "failed",
    outcome: { reason: "invalid-event" },
  });
  expect((await call("/v1/messages/ORD-4")).status).toBe(404);

  const code = await call("/v1/otp", { to: "+919876543219", purpose: "login" });
  const { verificationId } = code.body as { verificationId: string };
  await vi.waitFor(async () =>
    expect(await call(`/v1/messages/${verificationId}`)).toMatchObject({
      status: 200,
      body: { state: went, class: "otp", outcome: { correlationId: verificationId } },
    }),
  );

  const page = await call("/v1/messages/search", { to: "98765 43210", limit: 2 });
  expect(page.body["messages"]).toHaveLength(2);
  const rest = await call("/v1/messages/search", { to: "98765 43210", limit: 2, cursor: page.body["next"] });
  expect(rest.body["messages"]).toHaveLength(1);
  expect(rest.body).not.toHaveProperty("next");
  expect((await call("/v1/messages?template=order_status_update")).body["messages"]).toHaveLength(1);
  const faults = async (search: object) => (await call("/v1/messages/search", search)).body["errors"];
  expect(await faults({ to: "nobody", limit: 0 })).toMatchObject([
    { pointer: "/limit", message: "limit is a number, 0; send 1 or more" },
  ]);
  expect(await faults({ state: "sent" })).toMatchObject([{ pointer: "/state" }]);
  expect(await faults({ to: "nobody" })).toMatchObject([{ pointer: "/to" }]);
  expect((await call("/v1/messages?to=%2B919876543210")).status).toBe(400);
  expect(JSON.stringify(page.body)).not.toContain("9876543210");
  expect(await (await fetch(`${stage.url}/metrics`)).text()).toContain("sms_log_lag_seconds 0");
});

test("phones that run beside the service learn the role, the state and the checks of each text from it", async () => {
  await using stage = await startSmsStage();
  await stage.publish("order.created", { ...order, orderNumber: "ORD-R" });
  const explained = async () => JSON.parse((await sms(["explain", "ORD-R", "--json"], { SMS_URL: stage.url })).out);
  await vi.waitFor(async () => expect(await explained()).toHaveProperty("state", "delivered"), 10_000);
  const { providerMessageId } = (await explained()).outcome;
  const phones = toldByService(createServiceClient({ SMS_URL: stage.url }));
  expect(await phones.text(providerMessageId)).toMatchObject({
    ...{ state: "delivered", recipient: "customer", template: "order_confirmation", topic: "order.created" },
    trace: expect.arrayContaining([expect.objectContaining({ rule: "number", verdict: "pass" })]),
  });
});
