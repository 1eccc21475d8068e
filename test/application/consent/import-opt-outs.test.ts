import { beforeEach, describe, expect, test } from "vitest";
import type { ConsentChanged } from "../../../src/application/notifications/consent-changed.js";
import { aNumber, otpWorld } from "../../support/otp-service.js";

describe("a file of choices", () => {
  let world: ReturnType<typeof otpWorld>;
  let away: boolean;
  let services: ReturnType<ReturnType<typeof otpWorld>["process"]>;
  const read = (change: Omit<ConsentChanged, "to">) =>
    services.get("importOptOuts")("people.csv", "ops", [{ line: 2, change: { to: aNumber, ...change } }]);
  const standing = async () => {
    const found = await services.get("readConsent").check(aNumber);
    return "fault" in found ? found : found.classes.promotional;
  };
  beforeEach(() => {
    world = otpWorld();
    away = false;
    services = world.process({
      before: (step) => {
        if (away && step === "eventPublisher.publish") throw new Error("Kafka is away");
      },
    });
  });

  test.each<[string, Omit<ConsentChanged, "to">]>([
    ["without an instant", { choice: "opt-out" }],
    ["with one", { choice: "opt-out", at: "2026-11-01T00:00:00Z" }],
  ])("a row %s that was kept and could not be published is published by the next run", async (_, change) => {
    away = true;
    await expect(read(change)).rejects.toThrow("Kafka is away");
    away = false;
    await world.clock.advance(60_000);
    expect(await read(change)).toEqual({ recorded: 0, unchanged: 1, faults: [] });
    expect(world.values("sms.consent")).toMatchObject([{ class: "promotional", state: "opted-out" }]);
  });

  test("a consent of somebody who never chose anything is kept, with its proof, and once", async () => {
    const change = { choice: "opt-in", evidence: { disclosure: "Offers by SMS", action: "ticked" } } as const;
    expect(await read(change)).toMatchObject({ recorded: 1, unchanged: 0 });
    expect(world.values("sms.consent")).toMatchObject([{ class: "all", state: "consented" }]);
    await world.clock.advance(60_000);
    expect(await read(change)).toMatchObject({ recorded: 0, unchanged: 1 });
  });

  test("the same opt-ins again do not bring back who wrote STOP meanwhile", async () => {
    await read({ choice: "opt-in" });
    await world.clock.advance(60_000);
    const text = { from: aNumber, text: "STOP", inboundId: "i-1", provider: "eum", at: world.clock.now() };
    await services.get("takeInbound")(text);
    await world.clock.advance(60_000);
    expect(await read({ choice: "opt-in" })).toMatchObject({ recorded: 0, unchanged: 1 });
    expect(await standing()).toMatchObject({ optedOut: true, source: "keyword" });
  });
});
