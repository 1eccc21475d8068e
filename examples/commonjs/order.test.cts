import assert = require("node:assert/strict");
import test = require("node:test");
import sms = require("@sms-service/service/testing");

test("a customer gets a text", async () => {
  const stage: sms.SmsStage = await sms.startSmsStage();
  await stage.publish("delivery.completed", { orderNumber: "ORD-1", customer: { phone: "+919876543210" } });
  const [outcome] = await stage.settled(1);
  assert.equal(outcome?.status, "sent");
  await stage.stop();
});
