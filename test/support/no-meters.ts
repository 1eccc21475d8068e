import type { Meters } from "../../src/application/ports/meters.js";

const nothing = () => undefined;

/** Meters that nobody reads. */
export const noMeters: Meters = {
  eventConsumed: nothing,
  outcome: nothing,
  inFlight: nothing,
  deadLetter: nothing,
  breaker: nothing,
  gatewaySeconds: nothing,
  journalSeconds: nothing,
  webhookDelivery: nothing,
  authFailure: nothing,
  internalError: nothing,
  count: nothing,
};
