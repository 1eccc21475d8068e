import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { OutgoingEvent } from "../../src/application/ports/event-publisher.js";
import type { EventSource } from "../../src/application/ports/event-source.js";
import { CollectingReceiver } from "../support/collecting-receiver.js";

/** Two topics of one partition each, new and empty, and a group that has read neither. */
export interface SourceStage {
  readonly topics: readonly [string, string];
  /** Another source of the same group; one at a time. */
  open(): EventSource;
  publish(event: OutgoingEvent): Promise<void>;
  /** Long enough that a record which is going to be delivered was. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

export const eventSourceContract = (name: string, prepare: () => Promise<SourceStage>) =>
  describe.sequential(`${name} as an EventSource`, () => {
    let stage: SourceStage;
    let source: EventSource;
    let receiver: CollectingReceiver;
    beforeEach(async () => {
      stage = await prepare();
      source = stage.open();
      receiver = new CollectingReceiver();
    });
    afterEach(async () => {
      await source.close();
      await stage.close();
    });
    const publish = (value: string | null, topic = stage.topics[0], given: Partial<OutgoingEvent> = {}) =>
      stage.publish({ topic, key: "k", value, headers: {}, ...given });
    const arrives = (...values: string[]) =>
      vi.waitFor(() => expect(receiver.values()).toEqual(values), { timeout: 15_000, interval: 20 });

    test("a new group reads from the beginning, in order, every part as it was written", async () => {
      const timestamp = new Date("2026-11-22T10:00:00.000Z");
      const odd = Buffer.from([0, 255, 128, 10]);
      await publish("0", stage.topics[0], { timestamp, headers: { text: "é", bytes: odd, empty: "" }, key: odd });
      await publish(null, stage.topics[0], { key: null });
      await source.start(receiver);
      await publish("2");
      await arrives("0", "null", "2");
      const [first, second] = receiver.records;
      // A broker may tell which topic of this name it was.
      expect(first?.topicId ?? "AAAAAAAAAAAAAAAAAAAAAA").toMatch(/^[\w-]{22}$/);
      expect({ ...first, topicId: undefined }).toEqual({
        rawHeaders: [
          ["text", Buffer.from("é")],
          ["bytes", odd],
          ["empty", Buffer.alloc(0)],
        ],
        topic: stage.topics[0],
        partition: 0,
        offset: 0n,
        timestamp,
        key: odd,
        value: Buffer.from("0"),
        headers: { text: Buffer.from("é"), bytes: odd, empty: Buffer.alloc(0) },
      });
      expect(second).toMatchObject({ key: null, value: null, offset: 1n });
      expect(source.troubles()).toEqual([]);
      expect(receiver.beginnings).toBe(1);
    });

    test("more records than fit one fetch arrive complete and in order", async () => {
      const values = Array.from({ length: 3_000 }, (_, n) => `${n}`.padStart(300, "."));
      await Promise.all(values.map((value) => publish(value)));
      await source.start(receiver);
      await arrives(...values);
    });

    test("goes on after what was committed, with new assignments; the rest is delivered again", async () => {
      for (const value of ["0", "1", "2"]) await publish(value);
      await source.start(receiver);
      await arrives("0", "1", "2");
      const earlier = receiver.assignmentOf(stage.topics[0]);
      earlier.commit(1n);
      await source.close();
      receiver = new CollectingReceiver();
      source = stage.open();
      await source.start(receiver);
      await arrives("1", "2");
      expect(receiver.assignmentOf(stage.topics[0])).not.toBe(earlier);
    });

    test("an assignment that is over commits nothing", async () => {
      for (const value of ["0", "1"]) await publish(value);
      await source.start(receiver);
      await arrives("0", "1");
      const over = receiver.assignmentOf(stage.topics[0]);
      await source.close();
      over.commit(2n);
      over.pause();
      receiver = new CollectingReceiver();
      source = stage.open();
      await source.start(receiver);
      await arrives("0", "1");
      over.commit(2n);
      await source.close();
      receiver = new CollectingReceiver();
      source = stage.open();
      await source.start(receiver);
      await arrives("0", "1");
    });

    test("one paused partition waits while another goes on", async () => {
      const [paused, other] = stage.topics;
      await source.start(receiver);
      await publish("first", paused);
      await arrives("first");
      receiver.assignmentOf(paused).pause();
      await publish("held", paused);
      await publish("other", other);
      await arrives("first", "other");
      await stage.settle();
      expect(receiver.values(paused)).toEqual(["first"]);
      receiver.assignmentOf(paused).resume();
      await arrives("first", "other", "held");
    });

    test("after stopFetching nothing is delivered, and what was delivered can still be committed", async () => {
      await publish("0");
      await source.start(receiver);
      await arrives("0");
      await source.stopFetching();
      await publish("1");
      await stage.settle();
      expect(receiver.values()).toEqual(["0"]);
      receiver.assignmentOf(stage.topics[0]).commit(1n);
      await source.close();
      await source.close();
      receiver = new CollectingReceiver();
      source = stage.open();
      await source.start(receiver);
      await arrives("1");
    });
  });
