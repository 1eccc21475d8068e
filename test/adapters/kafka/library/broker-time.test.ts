import { expect, test, vi } from "vitest";
import { readBrokerTime, readQuorumAnswer } from "../../../../src/adapters/kafka/library/broker-time.js";
import { createKafkaEventSource } from "../../../../src/adapters/kafka/consume/event-source.js";
import { CollectingReceiver } from "../../../support/collecting-receiver.js";
import { kafkaStage } from "../../../support/kafka-stage.js";
import { describeWithKafka, sharedKafka } from "../../../support/shared-kafka.js";
import { silentErrorLog } from "../../../support/silent-error-log.js";
import { silentLog as log } from "../../../support/silent-log.js";

const replica = (id: string, time: string) => `0000000${id} ${"00".repeat(8)} ${"00".repeat(8)} ${time} 00`;
const answer = (error: string, leader: string, voters: readonly string[]) =>
  Buffer.from(
    `00 0000 02 03 6162 02 00000000 ${error} ${leader} 00000007 ${"00".repeat(8)} 0${voters.length + 1} ${voters.join(" ")} 02 ${replica("9", "00000000000000ff")} 00 00`.replaceAll(
      " ",
      "",
    ),
    "hex",
  );
const voters = [replica("1", "0000000000000011"), replica("2", "0000000000000022")];

test.each([
  ["the leader's time, whoever else there is", answer("0000", "00000002", voters), 0x22],
  ["no leader", answer("0000", "ffffffff", voters), undefined],
  ["a partition that another leads", answer("0006", "00000002", voters), undefined],
  ["a leader that does not say", answer("0000", "00000001", [replica("1", "ffffffffffffffff")]), undefined],
  ["a refusal", Buffer.from("00001f01", "hex"), undefined],
])("%s", (_, bytes, time) => expect(readQuorumAnswer(bytes)).toBe(time));

describeWithKafka("Kafka's clock", () => {
  test("is read", async () => {
    const { kafka } = kafkaStage(await sharedKafka());
    const before = Date.now();
    const time = await readBrokerTime(kafka);
    expect(time).toBeGreaterThanOrEqual(before);
    expect(time).toBeLessThanOrEqual(Date.now());
  });

  test("that differs from the one all go by is a warning", async () => {
    const stage = kafkaStage(await sharedKafka());
    await stage.makeTopics(["in"]);
    const now = () => Date.now() - 3_600_000;
    const journal = { born: async () => "a", knows: async () => true };
    const needs = { settings: stage.settings, topics: ["in"], journal, errorLog: silentErrorLog, log };
    const source = createKafkaEventSource({ ...needs, now });
    try {
      await source.start(new CollectingReceiver());
      await vi.waitFor(() => expect(source.warnings().join()).toMatch(/^Kafka's clock is 3\d{3}\.\d s ahead of/), {
        timeout: 30_000,
      });
    } finally {
      await source.close();
    }
  });
});
