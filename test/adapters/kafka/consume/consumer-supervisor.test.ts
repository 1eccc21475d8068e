import type { Consumer } from "kafkajs";
import { expect, test } from "vitest";
import { ConsumerSupervisor } from "../../../../src/adapters/kafka/consume/consumer-supervisor.js";
import { eventually } from "../../../support/eventually.js";

const nothing = (): void => undefined;

test("topics that came while a consumer joined are subscribed to by the next one", async () => {
  const subscribed: (readonly string[])[] = [];
  let topics: readonly string[] = ["one"];
  let joined = nothing;
  const consumer = () =>
    ({
      events: { CRASH: "c", GROUP_JOIN: "j", HEARTBEAT: "h", REBALANCING: "r", START_BATCH_PROCESS: "b" },
      on: () => nothing,
      connect: async () => undefined,
      subscribe: async ({ topics: these }: { readonly topics: readonly string[] }) => void subscribed.push(these),
      run: () =>
        new Promise<void>((resolve) => {
          joined = resolve;
        }),
      disconnect: async () => undefined,
    }) as unknown as Consumer;
  const supervisor = new ConsumerSupervisor({
    build: consumer,
    topics: async () => topics,
    events: { joined: nothing, batch: nothing, passed: nothing, rebalancing: nothing, lost: nothing },
    why: String,
    silentMs: 60_000,
  });
  void supervisor.start();
  await eventually("the first one joins", () => subscribed.length === 1 && joined !== nothing);
  topics = ["one", "two"];
  supervisor.restart("topics that were missing are there: two");
  joined();
  await eventually("the next one joins", () => subscribed.length === 2);
  expect(subscribed).toEqual([["one"], ["one", "two"]]);
  await supervisor.close();
});
