import { createBusDeadLetterLog } from "../../../src/adapters/memory/dead-letter-log.js";
import { MemoryEventBus } from "../../../src/adapters/memory/event-bus.js";
import { deadLetterLogContract } from "../../contracts/dead-letter-log.contract.js";

deadLetterLogContract("the embedded bus", async () => {
  const bus = new MemoryEventBus({ topics: [] });
  return {
    letters: createBusDeadLetterLog(bus),
    publish: (event) => bus.publish(event),
    close: async () => undefined,
  };
});
