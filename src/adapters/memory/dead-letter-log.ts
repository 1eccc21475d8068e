import type { DeadLetterLog } from "../../application/ports/dead-letter-log.js";
import type { MemoryEventBus } from "./event-bus.js";

const topic = "sms.dead-letter";

/** The embedded bus's dead letters: those of this process, as long as the bus keeps them. */
export const createBusDeadLetterLog = (bus: Pick<MemoryEventBus, "from" | "list">): DeadLetterLog => ({
  scan: async (most, take) => {
    const all = bus.list(topic, Number.MAX_SAFE_INTEGER);
    for (const record of all.slice(-most)) take(record);
    return Math.max(all.length - most, 0);
  },
  at: async (partition, offset) => {
    const [record] = partition === 0 ? bus.from(topic, offset, 1) : [];
    return record?.offset === offset ? record : undefined;
  },
});
