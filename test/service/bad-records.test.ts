import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { decompress } from "../../src/adapters/kafka/library/decompress.js";
import type { OutcomeValue } from "../../src/application/message/outcome.js";
import type { EventRecord } from "../../src/application/ports/event-source.js";
import { eventually } from "../support/eventually.js";
import { describeWith } from "../support/needs.js";
import { describeWithKafka, sharedKafka } from "../support/shared-kafka.js";
import { type Burials, buriedTopic, burialsOn } from "./burials.js";
import { envelope, type ServiceStage, startStage } from "./service-stage.js";

const topic = buriedTopic;
const utf8 = (text: string) => Buffer.from(text);
const int32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};
const int64 = (value: bigint) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(value);
  return bytes;
};

/** What came through the codec, which is what lay gzipped in the log. */
const unzipped: Buffer[] = [];
const watchGzip = (): void => {
  const own = decompress.gzip;
  vi.spyOn(decompress, "gzip").mockImplementation(async (compressed, most) => {
    const plain = await own(compressed, most);
    unzipped.push(plain);
    return plain;
  });
};

describeWithKafka("Kafka", () =>
  describeWith(["redis-server"], "records that are no events", () => {
    let stage: ServiceStage;
    let burials: Burials;
    let count = 0;
    beforeAll(async () => {
      stage = await startStage(await sharedKafka());
      watchGzip();
      await stage.start();
      burials = burialsOn(stage);
    });
    afterAll(() => stage[Symbol.asyncDispose]());

    const headersOf = (cause: string, message: string, offset: bigint, timestamp: bigint, own: object = {}) => {
      const name = `${stage.kafka.settings.KAFKA_TOPIC_PREFIX}${topic}`;
      return {
        ...own,
        "kafka_dlt-original-topic": utf8(name),
        "kafka_dlt-original-partition": int32(0),
        "kafka_dlt-original-offset": int64(offset),
        "kafka_dlt-original-timestamp": int64(timestamp),
        "kafka_dlt-exception-fqcn": utf8(`sms-service.${cause}`),
        "kafka_dlt-exception-message": utf8(message),
        "__connect.errors.topic": utf8(name),
        "__connect.errors.partition": utf8("0"),
        "__connect.errors.offset": utf8(String(offset)),
        "__connect.errors.exception.message": utf8(message),
        "sms-cause": utf8(cause),
      };
    };
    const offsetOf = (letter: EventRecord) => letter.headers["kafka_dlt-original-offset"]!.readBigInt64BE();

    describe("a dead letter only", () => {
      test.each([
        ["bytes that are no JSON", utf8('{"orderNumber":'), "bad-json", "The value is not JSON"],
        ["no bytes at all", Buffer.alloc(0), "bad-json", "The value is not JSON"],
        ["no value", null, "null-value", "The record has no value"],
        ["bad UTF-8", Buffer.from([0x22, 0xc3, 0x28, 0x22]), "bad-utf8", "The value is not valid UTF-8"],
      ])("%s", async (_, value, cause, message) => {
        const [outcomes, at] = [stage.outcomes().length, Date.now() - 5_000];
        const own = { "x-own": "kept\u0001", traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01" };
        const letter = await burials.bury({ key: "a key", value, headers: own, timestamp: String(at) });
        expect(letter).toMatchObject({ key: utf8("a key"), value });
        const kept = {
          "x-own": utf8("kept\u0001"),
          traceparent: utf8("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
        };
        expect(letter.headers).toEqual(headersOf(cause, message, offsetOf(letter), BigInt(at), kept));
        // Of the two records one has an outcome: the good one.
        expect(stage.outcomes()).toHaveLength(outcomes + 1);
        expect(unzipped.some((batch) => batch.includes(`sms-service.${cause}`))).toBe(true);
      });

      test("without a key: it has none either", async () => {
        expect(await burials.bury({ key: null, value: "no" })).toMatchObject({ key: null, value: utf8("no") });
      });
    });

    describe("one sms.failed, and a dead letter", () => {
      const failedOf = async (id: string) => {
        await eventually("the outcome", () => burials.outcomeOf(id) !== undefined);
        const records = stage.records("sms.failed").filter(({ value }) => String(value).includes(`"eventId":"${id}"`));
        expect(records).toHaveLength(1);
        return records[0]!;
      };
      const nothing = {
        ...{ to: null, class: null, recipient: null, template: null, templateVersion: null, encoding: null },
        ...{
          segments: null,
          estimatedCost: null,
          gateway: null,
          providerMessageId: null,
          attempts: 0,
          reference: null,
          campaignId: null,
        },
      };

      test.each([
        [
          "every faulty field is named",
          { orderNumber: 7, customer: { phone: 919876543210 }, feedbackUrl: 1 },
          topic,
          ["orderNumber is ", "customer.phone is ", "feedbackUrl is "],
        ],
        ["a payload that is no object", [1], topic, ["the payload is a list"]],
        [
          "another ce_type than its topic",
          { orderNumber: "o", customer: { phone: "+447400100200" } },
          "order.created",
          ["ce_type: "],
        ],
      ])("%s", async (_, payload, type, named) => {
        const id = `invalid-${count++}`;
        const headers = {
          ...envelope(type, id),
          traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        };
        const at = Date.now() - 3_000;
        const value = JSON.stringify(payload);
        const letter = await burials.bury({ key: "k", value, headers, timestamp: String(at) });
        const failed = await failedOf(id);
        const outcome: OutcomeValue = JSON.parse(String(failed.value));
        expect(outcome).toEqual({
          ...nothing,
          messageId: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab]/u),
          status: "failed",
          reason: "invalid-event",
          detail: expect.any(String),
          correlationId: named.length === 1 && type !== topic ? "o" : null,
          source: { topic, partition: 0, offset: String(offsetOf(letter)), eventId: id },
          caller: "/shop",
          acceptedAt: new Date(at).toISOString(),
          occurredAt: new Date(at).toISOString(),
        });
        for (const field of named) expect(outcome.detail).toContain(field);
        expect(String(failed.key)).toBe(outcome.messageId);
        expect(failed.headers).toEqual({
          ce_specversion: utf8("1.0"),
          ce_id: expect.any(Buffer),
          ce_source: utf8("/sms-service"),
          ce_type: utf8("sms.failed"),
          ce_time: utf8(new Date(at).toISOString()),
          "content-type": utf8("application/json"),
          traceparent: utf8("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
        });
        const own = Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, utf8(text)]));
        expect(letter).toMatchObject({ key: utf8("k"), value: utf8(value) });
        expect(letter.headers).toEqual(headersOf("invalid-event", outcome.detail!, offsetOf(letter), BigInt(at), own));
      });
    });
  }),
);
