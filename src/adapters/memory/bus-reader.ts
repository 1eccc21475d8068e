import type { EventReceiver, EventSource } from "../../application/ports/event-source.js";
import type { MemoryEventBus } from "./event-bus.js";

const batch = 500;

/**
 * A second group of readers on the embedded bus: it sees the records of `topics` from the start, independent of other
 * readers, and holds nobody up. Records the bus dropped before they were read are skipped.
 */
export const createBusReader = (bus: MemoryEventBus, topics: readonly string[]): EventSource => {
  const positions = new Map(topics.map((topic) => [topic, 0n]));
  const paused = new Set<string>();
  let receiver: EventReceiver | undefined;
  let scheduled = false;
  let end: (() => void) | undefined;

  const assignments = topics.map((topic) => ({
    topic,
    partition: 0,
    commit: () => undefined,
    pause: () => void paused.add(topic),
    resume: () => {
      paused.delete(topic);
      wake();
    },
  }));

  const deliver = (): void => {
    scheduled = false;
    let more = false;
    for (const assignment of assignments) {
      const { topic } = assignment;
      if (receiver === undefined || paused.has(topic)) continue;
      const records = bus.from(topic, positions.get(topic)!, batch);
      const last = records.at(-1);
      if (last === undefined) continue;
      positions.set(topic, last.offset + 1n);
      more ||= records.length === batch;
      receiver.deliver(assignment, records);
    }
    if (more) wake();
  };
  const wake = (): void => {
    if (scheduled || receiver === undefined) return;
    scheduled = true;
    setImmediate(deliver);
  };
  const stop = async (): Promise<void> => {
    receiver = undefined;
    end?.();
  };

  return {
    start: async (given) => {
      receiver = given;
      end = bus.onPublished((topic) => {
        if (positions.has(topic)) wake();
      });
      given.assigned(assignments);
      wake();
    },
    stopFetching: stop,
    close: stop,
    troubles: () => [],
    retentionMs: () => undefined,
  };
};
