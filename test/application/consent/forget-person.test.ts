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
