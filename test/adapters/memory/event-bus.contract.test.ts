import { setImmediate as turn } from "node:timers/promises";
import { MemoryEventBus } from "../../../src/adapters/memory/event-bus.js";
import { eventPublisherContract } from "../../contracts/event-publisher.contract.js";
import { eventSourceContract } from "../../contracts/event-source.contract.js";

eventSourceContract("the embedded event bus", async () => {
  const topics = ["in", "other"] as const;
  const bus = new MemoryEventBus({ topics });
  return {
    topics,
    open: () => bus,
    publish: (event) => bus.publish(event),
    settle: async () => {
      for (let n = 0; n < 20; n += 1) await turn();
    },
    close: () => bus.close(),
  };
});

eventPublisherContract("the embedded event bus", async () => {
  const publisher = new MemoryEventBus({ topics: [] });
  return {
    publisher,
    topics: ["out", "more"],
    read: async (topic) => publisher.list(topic, 10_000),
    close: async () => undefined,
  };
});
