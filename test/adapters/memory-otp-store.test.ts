import { createMemoryOtpStore } from "../../src/adapters/memory/otp-store.js";
import { otpStoreContract } from "../contracts/otp-store.contract.js";

otpStoreContract("memory", async () => {
  let now = Date.UTC(2026, 10, 24);
  return {
    store: createMemoryOtpStore({ clock: { now: () => new Date(now) } }),
    advance: (ms) => {
      now += ms;
    },
    close: async () => undefined,
  };
});
