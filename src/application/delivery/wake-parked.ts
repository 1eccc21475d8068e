import type { DeliverMessage } from "./deliver-message.js";
import { Stopped } from "./journal-steps.js";
import { messageFromBody } from "../message/message.js";
import type { Clock } from "../ports/clock.js";
import type { Log } from "../ports/log.js";
import type { Meters } from "../ports/meters.js";
import type { DueEntry, Schedule } from "../ports/schedule.js";

interface WakeNeeds {
  readonly clock: Clock;
  readonly defaultCountry: string;
  readonly deliverMessage: DeliverMessage;
  readonly log: Log;
  /** Parked messages that may run at once. */
  readonly mostActive: number;
  readonly meters: Meters;
  readonly schedule: Schedule;
}

const everyMs = 250;
/** Looking costs Redis a question of every shard; what waits here waits for longer than 5 s. */
const idleMs = 1_000;
const batch = 64;
const leaseMs = 30_000;

/**
 * Brings parked messages back through the same path when they are due, until `stop` aborts; resolves when what it began
 * has ended.
 */
export type WakeParked = (stop: AbortSignal) => Promise<void>;

export const createWakeParked =
  ({ clock, defaultCountry, deliverMessage, log, meters, mostActive, schedule }: WakeNeeds): WakeParked =>
  async (stop) => {
    const running = new Map<string, Promise<void>>();
    let waitMs = everyMs;

    const wake = async ({ messageId, due, body }: DueEntry): Promise<void> => {
      try {
        if (body === undefined) meters.count("unreadable-record");
        else await deliverMessage(messageFromBody(body, defaultCountry), "due", stop);
        await schedule.done(messageId, due);
      } catch (error) {
        if (error instanceof Stopped || stop.aborted) return;
        const cause = error instanceof Error ? error.name : "unknown";
        log.error({ messageId, cause }, "a parked message could not be completed; it comes back");
      }
    };

    while (!stop.aborted) {
      const room = Math.min(batch, mostActive - running.size);
      const due =
        room <= 0
          ? []
          : await schedule.take(room, leaseMs).catch((error: unknown) => {
              log.warn({ cause: error instanceof Error ? error.name : "unknown" }, "the schedule does not answer");
              return [];
            });
      for (const entry of due) {
        const { messageId } = entry;
        // Its lease is over and its run still waits (for the gateway, say): another one would only take the claim from it.
        if (running.has(messageId)) continue;
        running.set(
          messageId,
          wake(entry).finally(() => running.delete(messageId)),
        );
      }
      waitMs = due.length > 0 ? everyMs : Math.min(waitMs * 2, idleMs);
      if (due.length < batch && !stop.aborted) await clock.sleep(waitMs, stop);
    }
    await Promise.all(running.values());
  };
