import { createMemoryRecipientLog } from "../../../src/adapters/memory/recipient-log.js";
import { recipientLogContract } from "../../contracts/recipient-log.contract.js";

recipientLogContract("memory", async () => {
  let now = Date.UTC(2026, 10, 26);
  const clock = { now: () => new Date(now), monotonic: () => now, sleep: async () => undefined };
  return {
    log: createMemoryRecipientLog({ clock }),
    others: [],
    advance: (ms) => {
      now += ms;
    },
    close: async () => undefined,
  };
});
