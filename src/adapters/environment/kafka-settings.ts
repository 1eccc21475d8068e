import { z } from "zod";
import { setting } from "./setting.js";
import { choice, list, someOne, whole, yesNo } from "./setting-rules.js";

/** Kafka, which events come from and outcomes go to. */
export const kafkaSettings = {
  KAFKA_BROKERS: setting({
    rule: list.pipe(z.array(z.string().regex(/^[^\s:]+:\d{1,5}$/, "each broker is host:port")).min(1, someOne)),
    otherwise: "embedded bus",
    does: "`host:port,…`",
  }),
  KAFKA_TOPIC_PREFIX: setting({
    rule: z.string().regex(/^[A-Za-z0-9._-]{0,100}$/, "letters, digits, dots, underscores, hyphens"),
    byDefault: "",
    does: "prepended as it is to every topic: `acme.`",
  }),
  KAFKA_GROUP_ID: setting({
    rule: z.string().max(200, "must be at most 200 characters"),
    otherwise: "the prefix and `sms-service`",
    does: "the consumer group; with the prefix it names the deployment in Redis, and deployments share nothing",
  }),
  KAFKA_TOPIC_PARTITIONS: setting({ rule: whole(1, 1_000), byDefault: "6", does: "of topics the service creates" }),
  KAFKA_TOPIC_REPLICATION: setting({
    rule: whole(1, 10),
    otherwise: "the broker's",
    does: "replication factor of topics the service creates",
  }),
  KAFKA_SESSION_TIMEOUT_MS: setting({
    rule: whole(1_000, 300_000),
    byDefault: "10000",
    does: "a silent worker's partitions go to others after so long; heartbeats every third of it",
  }),
  KAFKA_SSL: setting({ rule: yesNo, byDefault: "false", does: "TLS to the brokers" }),
  KAFKA_SASL_MECHANISM: setting({
    rule: choice(["plain", "scram-sha-256", "scram-sha-512"]),
    otherwise: "no SASL",
    does: "`plain`, `scram-sha-256` or `scram-sha-512`, with `KAFKA_SASL_USERNAME` and `KAFKA_SASL_PASSWORD`",
  }),
  KAFKA_SASL_USERNAME: setting({ rule: z.string(), otherwise: "none", does: "SASL user" }),
  KAFKA_SASL_PASSWORD: setting({ rule: z.string(), otherwise: "none", does: "SASL password", secret: true }),
  KAFKA_SASL_PASSWORD_FILE: setting({
    rule: z.string(),
    otherwise: "none",
    does: "a file with the SASL password, instead of `KAFKA_SASL_PASSWORD`; read at each sign-in, so that a rotated password needs no restart",
  }),
};
