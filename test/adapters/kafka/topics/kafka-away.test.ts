import kafkajs from "kafkajs";
import { expect, test } from "vitest";
import { KafkaAway, kafkaAway } from "../../../../src/adapters/kafka/topics/kafka-away.js";

const { KafkaJSConnectionError, KafkaJSNumberOfRetriesExceeded, KafkaJSError } = kafkajs;
const brokers = ["a:1", "b:2"];
const refused = new KafkaJSConnectionError("Connection error: connect ECONNREFUSED");

test.each<[string, Error, RegExp]>([
  ["nobody listens", refused, /^Kafka does not answer at a:1, b:2 \(KAFKA_BROKERS\); start it, .*ECONNREFUSED/],
  [
    "after all retries",
    new KafkaJSNumberOfRetriesExceeded(refused, { retryCount: 5, retryTime: 1 }),
    /^Kafka does not answer/,
  ],
  ["who takes the connection, and is silent", new Error("Broker not connected"), /^Kafka does not answer at a:1, b:2/],
  [
    "a wrong password",
    Object.assign(new Error("no"), { name: "KafkaJSSASLAuthenticationError" }),
    /refuses the sign-in; mend KAFKA_SASL_USERNAME/,
  ],
])("%s: the setting and the cure", (_, error, expected) => {
  const away = kafkaAway(brokers, error);
  expect(away).toBeInstanceOf(KafkaAway);
  expect((away as Error).message).toMatch(expected);
});

test("what a broker answered stays what it is", () => {
  const error = new KafkaJSError("POLICY_VIOLATION");
  expect(kafkaAway(brokers, error)).toBe(error);
});
