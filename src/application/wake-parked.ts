import type { DeliverMessage } from "./deliver-message.js";
import { Stopped } from "./deliver-message.js";
import { messageFromBody } from "./message.js";
import type { Clock } from "./ports/clock.js";
import type { Log } from "./ports/log.js";
import type { Meters } from "./ports/meters.js";
import type { Schedule } from "./ports/schedule.js";

interface WakeNeeds {
  readonly clock: Clock;
  readonly deliverMessage: DeliverMessage;
  readonly log: Log;
  readonly meters: Meters;
  readonly schedule: Schedule;
}

const everyMs = 250;
const batch = 64;
const leaseMs = 30_000;

/** Brings parked messages back through the same path when they are due, until `stop` aborts; resolves when it has ended. */
export type WakeParked = (stop: AbortSignal) => Promise<void>;

export const createWakeParked =
  ({ clock, deliverMessage, log, meters, schedule }: WakeNeeds): WakeParked =>
  async (stop) => {
    while (!stop.aborted) {
      const due = await schedule.take(batch, leaseMs).catch((error: unknown) => {
        log.warn({ cause: error instanceof Error ? error.name : "unknown" }, "the schedule does not answer");
        return [];
      });
      await Promise.all(
        due.map(async ({ messageId, due: at, body }) => {
          try {
            if (body === undefined) meters.count("unreadable-record");
            else await deliverMessage(messageFromBody(body), "due", stop);
            await schedule.done(messageId, at);
          } catch (error) {
            if (!(error instanceof Stopped))
              log.error({ messageId }, "a parked message could not be completed; it comes back");
          }
        }),
      );
      if (due.length < batch) await clock.sleep(everyMs, stop);
    }
  };
