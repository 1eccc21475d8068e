import type { ProducerRecord } from "kafkajs";
import type { OutcomeValue } from "../../src/application/message/outcome.js";
import type { EventRecord } from "../../src/application/ports/event-source.js";
import { eventually } from "../support/eventually.js";
import { envelope, type ServiceStage } from "./service-stage.js";

/** The topic that bad records are written to. */
export const buriedTopic = "delivery.completed";

/** An event of it that is one. */
export const goodEvent = (id: string) => ({
  key: id,
  value: JSON.stringify({ orderNumber: id, customer: { phone: "+447400100200" } }),
  headers: envelope(buriedTopic, id),
});

export interface Burials {
  /** Dead letters so far. */
  letters(): readonly EventRecord[];
  outcomeOf(eventId: string): OutcomeValue | undefined;
  committed(partition: number): Promise<bigint>;
  /** Writes the bad one and after it, in the same partition, a good one, which must come through; then its dead letter. */
  bury(bad: ProducerRecord["messages"][number]): Promise<EventRecord>;
}

export const burialsOn = (stage: ServiceStage): Burials => {
  let count = 0;
  const letters = () => stage.records("sms.dead-letter");
  const outcomeOf = (id: string) => stage.outcomes().find(({ source }) => source.eventId === id);
  const committed = async (partition: number) =>
    BigInt((await stage.kafka.committed([buriedTopic])).get(`${buriedTopic}/${partition}`)!.offset);
  return {
    letters,
    outcomeOf,
    committed,
    bury: async (bad) => {
      const next = `next-${count++}`;
      const before = letters().length;
      await stage.produce(buriedTopic, [
        { ...bad, partition: 0 },
        { ...goodEvent(next), partition: 0 },
      ]);
      await eventually("the next is sent", () => outcomeOf(next)?.status === "sent", 20_000);
      const after = BigInt(outcomeOf(next)!.source.offset) + 1n;
      await eventually("its offset is passed", async () => (await committed(0)) === after);
      await eventually("one dead letter", () => letters().length === before + 1);
      return letters()[before]!;
    },
  };
};
