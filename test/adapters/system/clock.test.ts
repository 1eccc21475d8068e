import { systemClock } from "../../../src/adapters/system/clock.js";
import { clockContract } from "../../contracts/clock.contract.js";
import { ManualClock } from "../../support/manual-clock.js";

clockContract("the system's clock", () => ({ clock: systemClock, passing: (_, promise) => promise }));

clockContract("the clock that tests move", () => {
  const clock = new ManualClock();
  return {
    clock,
    passing: async (ms, promise) => {
      await clock.advance(ms);
      return promise;
    },
  };
});
