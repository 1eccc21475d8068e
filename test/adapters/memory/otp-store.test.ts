import { createMemoryIdempotency } from "../../../src/adapters/memory/idempotency.js";
import { createMemoryOtpStore } from "../../../src/adapters/memory/otp-store.js";
import { createMemoryPumpingLedger } from "../../../src/adapters/memory/pumping-ledger.js";
import { idempotencyContract } from "../../contracts/idempotency.contract.js";
import { otpStoreContract } from "../../contracts/otp-store.contract.js";
import { pumpingLedgerContract } from "../../contracts/pumping-ledger.contract.js";
import { movedClock } from "../../support/moved-clock.js";

const close = async () => undefined;

otpStoreContract("memory", async () => {
  const clock = movedClock();
  return { store: createMemoryOtpStore({ clock }), advance: clock.advance, close };
});

pumpingLedgerContract("memory", async () => {
  const clock = movedClock();
  return { ledger: createMemoryPumpingLedger({ clock }), advance: clock.advance, close };
});

idempotencyContract("memory", async () => {
  const clock = movedClock();
  return { idempotency: createMemoryIdempotency({ clock }), advance: clock.advance, close };
});
