import type { Clock } from "../../application/ports/clock.js";
import type { Schedule } from "../../application/ports/schedule.js";

interface Entry {
  due: number;
  /** When a taker may get it: its due, or the end of a taker's lease. */
  visibleAt: number;
  body: Buffer;
}

export interface MemorySchedule extends Schedule {
  /** Whether an entry's bytes stay below the cap, an earlier one of the same message given up. */
  fits(messageId: string, body: Buffer): boolean;
  /** Puts an entry, over an earlier one of the same message. */
  put(messageId: string, due: number, body: Buffer): void;
}

export const createMemorySchedule = (clock: Clock, bytesCap: number): MemorySchedule => {
  const entries = new Map<string, Entry>();
  let bytes = 0;

  const more = (messageId: string, body: Buffer): number => body.length - (entries.get(messageId)?.body.length ?? 0);

  const put = (messageId: string, due: number, body: Buffer): void => {
    bytes += more(messageId, body);
    entries.set(messageId, { due, visibleAt: due, body: Buffer.from(body) });
  };

  return {
    fits: (messageId, body) => bytes + more(messageId, body) <= bytesCap,
    put,
    watch: async (messageId, due, body) => put(messageId, due.getTime(), entries.get(messageId)?.body ?? body),
    take: async (limit, leaseMs) => {
      const now = clock.now().getTime();
      const visible = [...entries].filter(([, { visibleAt }]) => visibleAt <= now);
      const taken = visible.sort(([, a], [, b]) => a.visibleAt - b.visibleAt).slice(0, limit);
      for (const [, entry] of taken) entry.visibleAt = now + leaseMs;
      return taken
        .sort(([, a], [, b]) => a.due - b.due)
        .map(([messageId, { due, body }]) => ({ messageId, due: new Date(due), body }));
    },
    done: async (messageId, due) => {
      const entry = entries.get(messageId);
      if (entry === undefined || entry.due !== due.getTime()) return;
      entries.delete(messageId);
      bytes -= entry.body.length;
    },
    size: async () => ({ entries: entries.size, bytes }),
  };
};
