import { expect, test } from "vitest";
import { aNumber, otpWorld } from "../../support/otp-service.js";

test("what an earlier call erased and could not publish is published by the next one", async () => {
  const world = otpWorld();
  let away = false;
  const services = world.process({
    before: (step) => {
      if (away && step === "eventPublisher.publish") throw new Error("Kafka is away");
    },
  });
  const parts = { identity: "a form", source: "api", by: "shop", toldAt: world.clock.now() } as const;
  const change = { to: aNumber, class: "promotional", choice: "opt-in", evidence: { action: "ticked" } } as const;
  await services.get("changeConsent")({ ...parts, change });
  away = true;
  await expect(services.get("forgetPerson")(aNumber)).rejects.toThrow("Kafka is away");
  away = false;
  await services.get("forgetPerson")(aNumber);
  expect(world.values("sms.consent").at(-1)).toMatchObject({ entries: [{ evidence: { sealed: null } }] });
});

test("webhooks that wait go without the number, and what nobody could read of a receipt is gone; others stay", async () => {
  const world = otpWorld();
  const services = world.process();
  const { unparsedReceipts, webhookStore } = world.store;
  const at = world.clock.now();
  const lists = { types: [], classes: [], reasons: [], secrets: [] };
  await webhookStore.save({ ...{ id: "w", url: "https://w.example" }, ...lists, number: "full", createdAt: at });
  const body = (to: string) => JSON.stringify({ type: "sms.sent", timestamp: "t", data: { messageId: "m", to } });
  const [theirs, another] = ["theirs", "another"].map((id, place) => ({
    ...{ id, failed: 1, due: at, body: body(place === 0 ? aNumber : "+919876543219") },
  }));
  for (const one of [theirs!, another!]) await webhookStore.add("w", one);
  for (const destination of [aNumber, "+919876543219"])
    await unparsedReceipts.keep({ at, cause: "unknown-status", text: JSON.stringify({ delivery: { destination } }) });

  const forgotten = await services.get("forgetPerson")(aNumber);
  expect(forgotten).toMatchObject({ removed: { receiptLines: 1, webhookDeliveries: 1 } });
  const waiting = await webhookStore.take("w", at, 10, 1_000);
  expect(waiting.map((one) => JSON.parse(one.body).data)).toEqual([
    { messageId: "m", to: null },
    { messageId: "m", to: "+919876543219" },
  ]);
  expect(waiting[1]).toEqual(another);
  expect((await unparsedReceipts.list(10)).map(({ text }) => text)).toEqual([
    JSON.stringify({ delivery: { destination: "+919876543219" } }),
  ]);
});
