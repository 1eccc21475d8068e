import { createMemoryAudiences } from "../../../src/adapters/memory/audiences.js";
import { audiencesContract } from "../../contracts/audiences.contract.js";
import { ManualClock } from "../../support/manual-clock.js";

audiencesContract("memory", async () => ({
  audiences: createMemoryAudiences({ clock: new ManualClock(), keepMs: 60_000 }),
  close: async () => undefined,
}));
