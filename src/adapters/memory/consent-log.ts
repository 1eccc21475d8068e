import type { ConsentLog } from "../../application/ports/consent-log.js";
import type { MemoryEventBus } from "./event-bus.js";

/** The embedded bus's own topic: it holds the records of this process, as long as the bus keeps them. */
export const createBusConsentLog = (bus: Pick<MemoryEventBus, "list">, topic: string): ConsentLog => ({
  replay: async (_, take) => {
    const records = bus.list(topic, Number.MAX_SAFE_INTEGER);
    if (records.length > 0) await take(records, { read: records.length, total: records.length });
    return "embedded";
  },
});
