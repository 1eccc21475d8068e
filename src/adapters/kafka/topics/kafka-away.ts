/** kafkajs's names of its errors where no broker answered. */
const unanswered = new Set([
  "KafkaJSConnectionError",
  "KafkaJSConnectionClosedError",
  "KafkaJSRequestTimeoutError",
  "KafkaJSBrokerNotFound",
]);
/** The library's own words where a broker took the connection and then said nothing; the error has no name. */
const silent = "Broker not connected";
const unwelcome = "KafkaJSSASLAuthenticationError";

const causes = (error: unknown): readonly Error[] => (error instanceof Error ? [error, ...causes(error.cause)] : []);

/** No broker takes us; the message names the setting and the cure. */
export class KafkaAway extends Error {
  override readonly name = "KafkaAway";
  readonly code = "kafka-away";
}

/** `error` as `KafkaAway` where it is one, else as it is. */
export const kafkaAway = (brokers: readonly string[], error: unknown): unknown => {
  const all = causes(error);
  const last = all.at(-1)?.message ?? "no answer";
  const where = `${brokers.join(", ")} (KAFKA_BROKERS)`;
  if (all.some(({ name }) => name === unwelcome))
    return new KafkaAway(
      `Kafka at ${where} refuses the sign-in; mend KAFKA_SASL_USERNAME, KAFKA_SASL_PASSWORD (or its file) or KAFKA_SASL_MECHANISM`,
    );
  if (!all.some(({ message, name }) => unanswered.has(name) || message === silent)) return error;
  return new KafkaAway(
    `Kafka does not answer at ${where}; start it, name brokers that run, or set KAFKA_SSL where they want TLS (${last})`,
  );
};
