import { readFileSync } from "node:fs";
import type { SmsStage } from "../../src/composition/stage.js";
import { eventually } from "./eventually.js";

export const keys = { ops: "0ps-secret-0123456789", looker: "l00k-secret-0123456789" };

const sample = (topic: string): unknown => JSON.parse(readFileSync(`data/samples/${topic}.json`, "utf8"));

/** Calls the stage's API as its operator. */
export const callStage = async (stage: SmsStage, method: string, path: string, body?: unknown): Promise<Response> =>
  fetch(stage.url + path, {
    method,
    headers: {
      authorization: `Bearer ${keys.ops}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });

/** A morning's work: texts that arrived, were refused, wait; somebody opted out; records that are no events. */
export const fillStage = async (stage: SmsStage): Promise<void> => {
  const call = (method: string, path: string, body?: unknown) => callStage(stage, method, path, body);
  await fetch(`${stage.inbox}/api/receipts`, {
    method: "PUT",
    body: JSON.stringify({ number: "+919876543218", status: "undelivered" }),
  });
  await fetch(`${stage.inbox}/api/faults`, {
    method: "PUT",
    body: JSON.stringify({ number: "+919876543219", kind: "cut", times: 2 }),
  });
  await call("POST", "/v1/messages", { to: "+919876543219", text: "Did this one go?" });
  for (const topic of ["order.created", "driver.assigned", "payment.confirmed", "delivery.completed"])
    await stage.publishUnchecked(topic, sample(topic));
  await call("POST", "/v1/messages", { to: "+919876543218", text: "Your table is ready", reference: "TABLE-7" });
  await call("POST", "/v1/messages", {
    ...{ to: "+919876543217", text: "Your bill: £12.50" },
    sendAt: new Date(Date.now() + 3 * 3_600_000).toISOString(),
  });
  await stage.publish("sms.requested", { to: "+919876543216", template: "order_confirmed", variables: {} });
  await stage.publish("sms.requested", { to: "12345", text: "Hello", correlationId: "ORD-2024-009" });
  await call("POST", "/v1/opt-outs", { to: "+919876543215", choice: "opt-out", class: "all" });
  await stage.publish("sms.requested", {
    to: "+919876543215",
    text: "You will miss us",
    correlationId: "ORD-2024-010",
  });
  await stage.publishUnchecked("order.created", { orderNumber: 7, customer: { phone: 919876543210 } });
  await stage.publishUnchecked("order.created", {
    orderNumber: "<img src=x onerror=alert(1)>",
    customer: { phone: 1 },
  });
  await stage.publishUnchecked("payment.confirmed", { orderNumber: "ORD-2024-011" });
  await eventually("the texts have ended", async () => {
    const { messages } = (await (await call("GET", "/v1/messages?limit=200")).json()) as {
      messages: { status: string }[];
    };
    const { total } = (await (await call("GET", "/v1/in-doubt")).json()) as { total: number };
    return (
      total === 1 &&
      messages.filter(({ status }) => status === "failed").length >= 5 &&
      messages.some(({ status }) => status === "undelivered")
    );
  });
};
