import type { DeliverMessage } from "./deliver-message.js";
import type { FailMessage } from "./fail-message.js";
import { faultBackoff, FaultPatience } from "./fault-patience.js";
import { Stopped } from "./journal-steps.js";
import { isProgrammingFault } from "../../domain/programming-fault.js";
import { backoff } from "../../domain/backoff.js";
import { type Message, messageFromBody } from "../message/message.js";
import type { Clock } from "../ports/clock.js";
import type { ErrorLog } from "../ports/error-log.js";
import type { Meters } from "../ports/meters.js";
import type { DueEntry, Schedule } from "../ports/schedule.js";

interface WakeNeeds {
  readonly clock: Clock;
  readonly defaultCountry: string;
  readonly deliverMessage: DeliverMessage;
  readonly errorLog: ErrorLog;
  readonly failMessage: FailMessage;
  /** Parked messages that may run at once. */
  readonly mostActive: number;
  readonly meters: Meters;
  readonly schedule: Schedule;
}

const everyMs = 250;
/** Looking costs Redis a question of every shard; what waits here waits for longer than 5 s. */
const waitMs = backoff(everyMs, 1_000);
const batch = 64;
const leaseMs = 30_000;

/**
 * Brings parked messages back through the same path when they are due, until `stop` aborts; resolves when what it began
 * has ended.
 */
export type WakeParked = (stop: AbortSignal) => Promise<void>;

export const createWakeParked =
  ({
    clock,
    defaultCountry,
    deliverMessage,
    errorLog,
    failMessage,
    meters,
    mostActive,
    schedule,
  }: WakeNeeds): WakeParked =>
  async (stop) => {
    const running = new Map<string, Promise<void>>();
    let idle = 0;

    /** A mistake in the program ends it at last; its lease, and with it its place here, may be over by then. */
    const deliver = async (message: Message): Promise<void> => {
      for (const patience = new FaultPatience(); ; ) {
        try {
          await deliverMessage(message, "due", stop);
          return;
        } catch (error) {
          if (stop.aborted || !isProgrammingFault(error)) throw error;
          errorLog.caught("wake", error, { messageId: message.id }, "a parked message could not be completed");
          if (patience.isOver(error, clock.monotonic())) {
            await failMessage(message, "due", error, stop);
            return;
          }
          await clock.sleep(faultBackoff(patience.faults - 1), stop);
        }
      }
    };

    const wake = async ({ messageId, due, body }: DueEntry): Promise<void> => {
      try {
        if (body === undefined) meters.count("unreadable-record");
        else await deliver(messageFromBody(body, defaultCountry));
        await schedule.done(messageId, due);
      } catch (error) {
        if (error instanceof Stopped || stop.aborted) return;
        errorLog.caught("wake", error, { messageId }, "a parked message could not be completed; it comes back");
      }
    };

    while (!stop.aborted) {
      const room = Math.min(batch, mostActive - running.size);
      const due =
        room <= 0
          ? []
          : await schedule.take(room, leaseMs).catch((error: unknown) => {
              errorLog.caught("wake", error, {}, "the schedule does not answer");
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
      idle = due.length > 0 ? 0 : idle + 1;
      if (due.length < batch && !stop.aborted) await clock.sleep(waitMs(idle), stop);
    }
    await Promise.all(running.values());
  };
