import { z } from "zod";
import { setting } from "./setting.js";
import { choice, list, someOne, url, whole, yesNo } from "./setting-rules.js";

/** The parts that the service runs on: gateway, Kafka, Redis, ports. */
export const serverSettings = {
  NODE_ENV: setting({
    rule: choice(["production", "development", "test"]),
    otherwise: "not production",
    does: "`production` refuses every embedded stand-in and every missing secret, naming all at once",
  }),
  SMS_GATEWAY: setting({
    rule: choice(["simulator", "sns"]),
    byDefault: "simulator",
    does: "`sns` sends through Amazon SNS; `simulator` never leaves the machine, whatever AWS credentials lie around",
  }),
  AWS_REGION: setting({
    rule: z.string().regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/, "must be an AWS region such as ap-south-1"),
    otherwise: "ap-south-1 with the simulator",
    does: "the region texts go out from",
  }),
  AWS_ENDPOINT_URL_SNS: setting({
    rule: url(["http:", "https:"]),
    otherwise: "SNS, or the embedded simulator",
    does: "another SNS-compatible endpoint: with `SMS_GATEWAY=simulator`, a simulator that runs elsewhere",
  }),
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
    does: "with `KAFKA_SASL_USERNAME` and `KAFKA_SASL_PASSWORD`",
  }),
  KAFKA_SASL_USERNAME: setting({ rule: z.string(), otherwise: "none", does: "SASL user" }),
  KAFKA_SASL_PASSWORD: setting({ rule: z.string(), otherwise: "none", does: "SASL password", secret: true }),
  KAFKA_SASL_PASSWORD_FILE: setting({
    rule: z.string(),
    otherwise: "none",
    does: "a file with the SASL password, instead of `KAFKA_SASL_PASSWORD`; read at each sign-in, so that a rotated password needs no restart",
  }),
  REDIS_URL: setting({
    rule: list.pipe(z.array(url(["redis:", "rediss:"])).min(1, someOne)),
    otherwise: "memory",
    does: "journal, schedule, codes; several URLs, comma-separated, are a cluster",
  }),
  REDIS_PASSWORD_FILE: setting({
    rule: z.string(),
    otherwise: "none",
    does: "a file with Redis's password, instead of the one in `REDIS_URL`; read at each sign-in, so that a rotated password needs no restart",
  }),
  REDIS_REPLICAS: setting({
    rule: whole(0, 100),
    otherwise: "as many as are there at the start",
    does: "replicas that must hold a step before anything is built on it; with fewer nothing is sent",
  }),
  HTTP_HOST: setting({ rule: z.string(), byDefault: "127.0.0.1", does: "address of the HTTP API" }),
  HTTP_PORT: setting({ rule: whole(0, 65_535), byDefault: "8080", does: "its port; 0 takes a free one" }),
  SIMULATOR_PORT: setting({
    rule: whole(0, 65_535),
    byDefault: "8081",
    does: "port of the embedded simulator's phones",
  }),
};
