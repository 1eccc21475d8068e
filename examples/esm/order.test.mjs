import assert from "node:assert/strict";
import test from "node:test";
import { startSmsStage } from "@sms-service/service/testing";

test("a customer gets a text", async () => {
  const stage = await startSmsStage();
  await stage.publish("delivery.completed", { orderNumber: "ORD-1", customer: { phone: "+919876543210" } });
  const [outcome] = await stage.settled(1);
  assert.equal(outcome.status, "sent");
  assert.match((await stage.texts("+919876543210"))[0].text, /ORD-1/);
  await stage.stop();
});
