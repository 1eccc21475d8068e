import { lanes } from "../domain/message-class.js";
import type { Services } from "./services.js";

/** What Prometheus asks for: what was counted, and what is so now. A store that is away leaves its last number standing. */
export const createMetrics =
  ({
    dispatcher,
    events,
    journal,
    logFiller,
    meters,
  }: Pick<Services, "dispatcher" | "events" | "journal" | "logFiller" | "meters">) =>
  async (): Promise<string> => {
    const inDoubt = await journal.inDoubtCount().catch(() => undefined);
    if (inDoubt !== undefined) meters.inDoubt(inDoubt);
    meters.consumerLag(events.lag());
    for (const lane of lanes) meters.queueAge(lane, dispatcher.oldestMs(lane) / 1_000);
    meters.logLag(logFiller.lagSeconds());
    return meters.text();
  };
