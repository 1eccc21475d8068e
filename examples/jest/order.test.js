const { startSmsStage } = require("@sms-service/service/testing");

jest.setTimeout(60_000);

test("a customer gets a text", async () => {
  const stage = await startSmsStage();
  await stage.publish("delivery.completed", { orderNumber: "ORD-1", customer: { phone: "+919876543210" } });
  expect(await stage.settled(1)).toMatchObject([{ status: "sent" }]);
  await stage.stop();
});
