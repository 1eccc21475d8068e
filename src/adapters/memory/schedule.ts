import type { Clock } from "../../application/ports/clock.js";
import type { DueEntry, Schedule } from "../../application/ports/schedule.js";
import { lanes, type MessageClass } from "../../domain/message-class.js";
import { scheduleOrder } from "../../domain/journal/schedule-order.js";

interface Entry {
  readonly lane: MessageClass;
  readonly due: number;
  readonly body: Buffer;
  /** When a taker may get it: its due, or the end of a taker's lease. */
  visibleAt: number;
  /** The last take-token; undefined since it was parked. */
  take?: string;
}

export interface MemorySchedule extends Schedule {
  /** True if an entry's bytes stay below the cap, once an earlier entry of the same message is given up. */
  fits(messageId: string, body: Buffer): boolean;
  /** Puts an entry, over an earlier one of the same message. */
  put(messageId: string, lane: MessageClass, due: number, body: Buffer): void;
}

export const createMemorySchedule = (clock: Clock, bytesCap: number): MemorySchedule => {
  const entries = new Map<string, Entry>();
  let bytes = 0;
  let takes = 0;

  const more = (messageId: string, body: Buffer): number => body.length - (entries.get(messageId)?.body.length ?? 0);

  const put = (messageId: string, lane: MessageClass, due: number, body: Buffer): void => {
    bytes += more(messageId, body);
    entries.set(messageId, { lane, due, visibleAt: due, body: Buffer.from(body) });
  };

  const taken = (messageId: string, take: string): Entry | undefined => {
    const entry = entries.get(messageId);
    return entry?.take === take ? entry : undefined;
  };

  const newTake = (entry: Entry): string => {
    takes += 1;
    entry.take = String(takes);
    return entry.take;
  };

  const takeLane = (lane: MessageClass, room: number, leaseMs: number): readonly DueEntry[] => {
    const now = clock.now().getTime();
    const visible = [...entries].filter(([, entry]) => entry.lane === lane && entry.visibleAt <= now);
    return visible
      .sort(([, a], [, b]) => a.visibleAt - b.visibleAt)
      .slice(0, room)
      .map(([messageId, entry]) => {
        entry.visibleAt = now + leaseMs;
        return { messageId, lane, due: new Date(entry.due), body: entry.body, take: newTake(entry) };
      })
      .sort((a, b) => a.due.getTime() - b.due.getTime());
  };

  return {
    fits: (messageId, body) => bytes + more(messageId, body) <= bytesCap,
    put,
    watch: async (messageId, due, body) => {
      put(messageId, "otp", due.getTime(), entries.get(messageId)?.body ?? body);
      return newTake(entries.get(messageId)!);
    },
    take: async (room, leaseMs) => lanes.flatMap((lane) => takeLane(lane, room[lane], leaseMs)),
    keep: async (messageId, take, leaseMs) => {
      const entry = taken(messageId, take);
      if (entry !== undefined) entry.visibleAt = clock.now().getTime() + leaseMs;
    },
    done: async (messageId, take) => {
      const entry = taken(messageId, take);
      if (entry === undefined) return;
      entries.delete(messageId);
      bytes -= entry.body.length;
    },
    giveBack: async (messageId, take) => {
      const entry = taken(messageId, take);
      if (entry === undefined) return;
      entry.visibleAt = entry.due;
      delete entry.take;
    },
    // One map holds place and body: neither can be lost alone.
    mend: async () => ({ misplaced: 0, lost: [] }),
    giveUp: async () => undefined,
    list: async (after, limit) =>
      [...entries]
        .map(([messageId, { lane, visibleAt }]) => ({ messageId, lane, at: new Date(visibleAt) }))
        .sort(scheduleOrder)
        .filter((entry) => after === undefined || scheduleOrder(entry, after) > 0)
        .slice(0, limit),
    find: async (messageId) => {
      const entry = entries.get(messageId);
      return entry && { lane: entry.lane, due: new Date(entry.due), body: entry.body };
    },
    counts: async () => {
      const counts = { otp: 0, transactional: 0, promotional: 0 };
      for (const { lane } of entries.values()) counts[lane] += 1;
      return counts;
    },
    size: async () => ({ entries: entries.size, bytes }),
  };
};
