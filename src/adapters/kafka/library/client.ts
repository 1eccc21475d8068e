import kafkajs, { type Kafka, type KafkaConfig, type SASLOptions } from "kafkajs";
import type { Log } from "../../../application/ports/log.js";
import { patchKafkajs } from "./kafkajs-patches.js";
import { libraryLog } from "./library-log.js";
import type { KafkaSettings } from "./settings.js";

/** Given whole everywhere: kafkajs has other defaults when NODE_ENV is `test`. */
export const shortRetry = { initialRetryTime: 100, maxRetryTime: 2_000, factor: 0.2, multiplier: 2, retries: 5 };

const saslOf = (settings: KafkaSettings): SASLOptions | undefined => {
  const { KAFKA_SASL_MECHANISM: mechanism } = settings;
  if (mechanism === undefined) return undefined;
  const { KAFKA_SASL_USERNAME: username = "", saslPassword = () => "" } = settings;
  return {
    mechanism,
    username,
    // kafkajs reads it at each sign-in: a connection that is made anew, or that must prove itself again.
    get password() {
      return saslPassword();
    },
  };
};

/** The Kafka client of this process. Throws where the installed kafkajs is not the known version. */
export const createClient = (
  settings: KafkaSettings,
  log: Log,
  { requestTimeout = 10_000 }: { readonly requestTimeout?: number } = {},
): Kafka => {
  patchKafkajs();
  const sasl = saslOf(settings);
  const config: KafkaConfig = {
    clientId: "sms-service",
    brokers: [...settings.KAFKA_BROKERS],
    ssl: settings.KAFKA_SSL ?? false,
    connectionTimeout: 3_000,
    authenticationTimeout: 10_000,
    requestTimeout,
    retry: shortRetry,
    logLevel: kafkajs.logLevel.WARN,
    logCreator: libraryLog(log),
    ...(sasl === undefined ? {} : { sasl }),
  };
  return new kafkajs.Kafka(config);
};
