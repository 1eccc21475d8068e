import type { ReportLog } from "../../application/ports/report-log.js";
import type { MemoryEventBus } from "./event-bus.js";

/** The embedded bus's outcomes, as far as it keeps them. */
export const createBusReportLog = (bus: Pick<MemoryEventBus, "list">): ReportLog => ({
  since: async (topics, since, take) => {
    for (const topic of topics)
      for (const record of bus.list(topic, Number.MAX_SAFE_INTEGER)) if (record.timestamp >= since) take(record);
  },
});
