import { type Config, readConfig } from "../adapters/environment/config.js";
import { readSecret } from "../adapters/files/secret.js";
import type { KafkaSettings } from "../adapters/kafka/library/settings.js";

/** Kafka's settings, where it is configured. */
export const kafkaSettings = ({ KAFKA_BROKERS, ...config }: Config): KafkaSettings | undefined => {
  if (KAFKA_BROKERS === undefined) return undefined;
  const { KAFKA_SASL_PASSWORD: given = "", KAFKA_SASL_PASSWORD_FILE: file } = config;
  return { ...config, KAFKA_BROKERS, saslPassword: () => (file === undefined ? given : readSecret(file)) };
};

/** The settings that find the brokers, alone: a command that only reads or writes topics needs none of the service's secrets. */
export const kafkaSettingsAlone = (environment: NodeJS.ProcessEnv): KafkaSettings | undefined =>
  kafkaSettings(
    readConfig(Object.fromEntries(Object.entries(environment).filter(([name]) => name.startsWith("KAFKA_")))),
  );
