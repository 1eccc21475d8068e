import type { DeliverMessage } from "./deliver-message.js";
import type { FailMessage } from "./fail-message.js";
import { faultBackoff, FaultPatience } from "./fault-patience.js";
import { Stopped } from "./stopped.js";
import { isProgrammingFault } from "../../domain/programming-fault.js";
import { backoff } from "../../domain/backoff.js";
import { type Message, messageFromBody } from "../message/message.js";
import type { Clock } from "../ports/clock.js";
import type { ErrorLog } from "../ports/error-log.js";
import type { Meters } from "../ports/meters.js";
import type { DueEntry, Schedule } from "../ports/schedule.js";
import { lanes, type MessageClass } from "../../domain/message-class.js";

interface WakeNeeds {
  readonly clock: Clock;
  readonly defaultCountry: string;
  readonly deliverMessage: DeliverMessage;
  readonly errorLog: ErrorLog;
  readonly failMessage: FailMessage;
  /** Parked messages of each lane that may run at once. */
  readonly mostActive: number;
  readonly meters: Meters;
  readonly schedule: Schedule;
}

const everyMs = 250;
/** A look costs Redis a question to every shard, and entries here wait for longer than 5 s anyway. */
const waitMs = backoff(everyMs, 1_000);
const batch = 64;
/** A message taken by a worker that died comes back so late at most. */
const leaseMs = 10_000;
/** A run that waits for its turn keeps its entry. */
const keepEveryMs = leaseMs / 3;

interface Waking {
  readonly entry: DueEntry;
  readonly over: Promise<void>;
  keptAt: number;
}

/**
 * Brings parked messages back through the same path when they are due, until `stop` aborts; resolves when the runs it
 * began have ended. Each lane has room of its own, so that none waits behind another.
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
    const running = new Map<string, Waking>();
    let idle = 0;

    /** A mistake in the program ends it at last; its entry is kept until then. */
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

    const giveBack = ({ messageId, take }: DueEntry): Promise<void> =>
      schedule.giveBack(messageId, take).catch(() => undefined);

    const wake = async (entry: DueEntry): Promise<void> => {
      const { messageId, body, take } = entry;
      const message = body && messageFromBody(body, defaultCountry);
      // Sealed under another key, or written by another version: a worker that has that one can still send it, so it
      // stays.
      if (message === undefined) return meters.count("unreadable-record");
      try {
        await deliver(message);
        await schedule.done(messageId, take);
      } catch (error) {
        if (error instanceof Stopped || stop.aborted) return giveBack(entry);
        errorLog.caught("wake", error, { messageId }, "a parked message could not be completed; it comes back");
      }
    };

    const roomOf = (lane: MessageClass): number => {
      const active = [...running.values()].filter(({ entry }) => entry.lane === lane).length;
      return Math.max(Math.min(batch, mostActive - active), 0);
    };

    const keep = async (): Promise<void> => {
      const now = clock.monotonic();
      const old = [...running.values()].filter(({ keptAt }) => now - keptAt >= keepEveryMs);
      for (const waking of old) waking.keptAt = now;
      await Promise.all(old.map(({ entry }) => schedule.keep(entry.messageId, entry.take, leaseMs)));
    };

    while (!stop.aborted) {
      const room = { otp: roomOf("otp"), transactional: roomOf("transactional"), promotional: roomOf("promotional") };
      const due = await keep()
        .then(() => schedule.take(room, leaseMs))
        .catch((error: unknown) => {
          errorLog.caught("wake", error, {}, "the schedule does not answer");
          return [];
        });
      for (const entry of due) {
        const { messageId } = entry;
        // The message was parked again, or its lease ended, before its run did: another run would only take the claim
        // from that run.
        if (running.has(messageId)) await giveBack(entry);
        else {
          const over = wake(entry).finally(() => running.delete(messageId));
          running.set(messageId, { entry, over, keptAt: clock.monotonic() });
        }
      }
      idle = due.length > 0 ? 0 : idle + 1;
      const more = lanes.some((lane) => due.filter((entry) => entry.lane === lane).length === batch);
      if (!more) await clock.sleep(waitMs(idle), stop);
    }
    await Promise.all([...running.values()].map(({ over }) => over));
  };
