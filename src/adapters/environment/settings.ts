import { z } from "zod";
import { nearestName } from "../../domain/nearest-name.js";
import { isKnownCountry } from "../../domain/phone/is-known-country.js";
import { apiKey } from "./api-key.js";

/** A whole number, as environments write one. */
const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `must be a whole number from ${least} to ${most}`)
    .transform(Number)
    .pipe(z.number().min(least, `must be at least ${least}`).max(most, `must be at most ${most}`));

const list = z.string().transform((value) =>
  value
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== ""),
);

const choice = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  z.enum(values, {
    error: ({ input }) => {
      const nearest = typeof input === "string" ? nearestName(input, values) : undefined;
      return `must be one of ${values.join(", ")}${nearest === undefined ? "" : `; did you mean ${nearest}?`}`;
    },
  });

const someOne = "must name at least one";

const leastSecretBytes = 32;
const isSecret = (value: string): boolean => Buffer.byteLength(value) >= leastSecretBytes;
const makeOne = `must be at least ${leastSecretBytes} bytes; make one with: openssl rand -base64 48`;

const country = z.string().refine(isKnownCountry, "must be an ISO 3166-1 alpha-2 code such as IN");
const policy = choice(["resend-once", "never-resend"]);
const yesNo = choice(["true", "false"]).transform((value) => value === "true");
const url = (protocols: readonly string[]) =>
  z.string().refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), {
    error: `must be a URL that starts with ${protocols.map((protocol) => `${protocol}//`).join(" or ")}`,
  });

const senderId = z
  .string()
  .regex(/^(?=.*[A-Za-z])[A-Za-z0-9-]{3,11}$/, "must be 3 to 11 letters, digits or hyphens, at least one letter");

/** One setting: its rule, its default, and its effect. */
interface Setting {
  readonly rule: z.ZodType<unknown, string>;
  /** The value as an environment would write it. */
  readonly byDefault?: string;
  /** The rule in force where there is no default value to write. */
  readonly otherwise?: string;
  readonly does: string;
  /** The value is never shown. */
  readonly secret?: true;
}

const setting = <const Given extends Setting>(given: Given): Given => given;

/** Every setting of the service; the README's table is made from it. */
export const settings = {
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
  REDIS_URL: setting({
    rule: list.pipe(z.array(url(["redis:", "rediss:"])).min(1, someOne)),
    otherwise: "memory",
    does: "journal, schedule, codes; several URLs, comma-separated, are a cluster",
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
  API_KEYS: setting({
    rule: list.pipe(z.array(apiKey).min(1, someOne)),
    otherwise: "none: loopback only",
    does: "`name:secret:scope+scope,…`; a secret has at least 16 characters, or is its salted hash (`sms keys hash`); scopes send, read, otp, admin; `:600/min` behind them limits the requests of the key, in each worker",
    secret: true,
  }),
  API_KEYS_FILE: setting({
    rule: z.string(),
    otherwise: "none",
    does: "file of further keys, one on each line; `#` begins a comment",
  }),
  SMS_HASH_KEY: setting({
    rule: z.string().refine(isSecret, makeOne),
    otherwise: "random, with memory only",
    does: "keys every hash of a number and seals what Redis keeps; never rotated without migration; required with `REDIS_URL`",
    secret: true,
  }),
  OTP_SECRET: setting({
    rule: list.pipe(z.array(z.string().refine(isSecret, makeOne)).min(1, someOne).max(2, "at most two: new,old")),
    otherwise: "random, with memory only",
    does: "`new,old`: keys the codes' MACs; required with `REDIS_URL`",
    secret: true,
  }),
  SMS_OTP_POLICIES: setting({
    rule: z.string(),
    otherwise: "the shipped policies",
    does: "file of one-time-code policies by purpose (docs/one-time-codes.md)",
  }),
  SMS_OPT_OUT_SYNC_MINUTES: setting({
    rule: whole(0, 10_080),
    otherwise: "60 with sns, never with the simulator",
    does: "how often AWS's own opt-out list is read whole; 0 never (docs/consent.md)",
  }),
  SMS_INBOUND_TOPIC_ARNS: setting({
    rule: list.pipe(
      z.array(
        z.string().regex(/^arn:aws[\w-]*:sns:[a-z0-9-]+:\d{12}:[\w-]+(?:\.fifo)?$/, "each is the ARN of an SNS topic"),
      ),
    ),
    otherwise: "none",
    does: "SNS topics that may call `/v1/inbound/sns`, comma-separated",
  }),
  SMS_CONSENT_WORDS: setting({
    rule: z.string(),
    otherwise: "the shipped lists",
    does: "file of the words by which people stop, resume and ask, and of your own commands (docs/consent.md)",
  }),
  SMS_DEFAULT_COUNTRY: setting({ rule: country, byDefault: "IN", does: "whose numbers need no country code" }),
  SMS_ALLOWED_COUNTRIES: setting({
    rule: list.pipe(z.array(country).min(1, someOne)),
    otherwise: "all; in production with sns the default country only",
    does: "where texts may go: `IN,AE`",
  }),
  SMS_SENDER_ID: setting({ rule: senderId, otherwise: "none", does: "sender ID, where the country allows one" }),
  SMS_ORIGINATION_NUMBER: setting({
    rule: z.string().regex(/^\+?[0-9]{3,15}$/, "must be a number in E.164 form, or a short code"),
    otherwise: "none",
    does: "dedicated number or short code; the United States need one",
  }),
  SMS_ENTITY_ID: setting({
    rule: z.string().max(50, "must be 1 to 50 characters"),
    otherwise: "international route",
    does: "India's DLT entity: with it, DLT binds every text to India",
  }),
  SMS_TEMPLATES_DIR: setting({ rule: z.string(), otherwise: "the shipped templates", does: "folder of `<name>.yaml`" }),
  SMS_PRICE_BOOK: setting({ rule: z.string(), otherwise: "the shipped sample", does: "price book, JSON" }),
  SMS_UNPRICED: setting({
    rule: choice(["send", "refuse"]),
    byDefault: "send",
    does: "what becomes of a text to a country without a price in the book",
  }),
  SMS_LIMITS: setting({
    rule: z.string(),
    otherwise: "none",
    does: "file of limits, YAML: money by scope, texts by recipient (docs/limits.md); read again on SIGHUP",
  }),
  SMS_MAX_IN_FLIGHT: setting({
    rule: whole(9, 4_096),
    byDefault: "64",
    does: "texts between write-ahead and outcome; 8 of them are one-time codes' alone",
  }),
  SMS_RATE_TRANSACTIONAL: setting({
    rule: whole(1, 100_000),
    otherwise: "20 with sns, none with the simulator",
    does: "parts per second, shared by all workers",
  }),
  SMS_RATE_PROMOTIONAL: setting({
    rule: whole(1, 100_000),
    otherwise: "20 with sns, none with the simulator",
    does: "parts per second, shared by all workers",
  }),
  SMS_CRASH_POLICY_OTP: setting({
    rule: policy,
    byDefault: "resend-once",
    does: "when nobody knows whether a code went out: `resend-once` or `never-resend`",
  }),
  SMS_CRASH_POLICY_TRANSACTIONAL: setting({
    rule: policy,
    byDefault: "resend-once",
    does: "the same for transactional texts",
  }),
  SMS_CRASH_POLICY_PROMOTIONAL: setting({
    rule: policy,
    byDefault: "never-resend",
    does: "the same for promotional texts",
  }),
  DATABASE_URL: setting({
    rule: url(["postgres:", "postgresql:"]),
    otherwise: "the last 50,000 messages in memory",
    does: "PostgreSQL: the message log, to search every message of the last `SMS_LOG_DAYS`",
  }),
  SMS_LOG_DAYS: setting({ rule: whole(1, 3_650), byDefault: "90", does: "how long PostgreSQL keeps a message" }),
  SMS_RECEIPTS: setting({
    rule: choice(["simulator", "cloudwatch", "off"]),
    otherwise: "`simulator` with the simulator, else `off`",
    does: "`cloudwatch` reads the account's delivery logs, `simulator` the simulator's: what became of each text, and its price",
  }),
  SMS_RECEIPTS_CALLS_PER_SECOND: setting({
    rule: whole(1, 25),
    byDefault: "2",
    does: "calls of the delivery logs, whose quota the whole account shares",
  }),
  AWS_ENDPOINT_URL_CLOUDWATCH: setting({
    rule: url(["http:", "https:"]),
    otherwise: "CloudWatch; not asked where `AWS_ENDPOINT_URL_SNS` is set",
    does: "another endpoint of the metric that says what the account has spent",
  }),
  AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: setting({
    rule: url(["http:", "https:"]),
    otherwise: "CloudWatch Logs, or the simulator",
    does: "another endpoint of the delivery logs",
  }),
  JOURNAL_TTL_HOURS: setting({
    rule: whole(1, 8_760),
    byDefault: "168",
    does: "how long a message is remembered; older events are counted and skipped",
  }),
  SHUTDOWN_GRACE_MS: setting({
    rule: whole(0, 600_000),
    byDefault: "15000",
    does: "how long a stop waits for what is in flight",
  }),
  LOG_LEVEL: setting({
    rule: choice(["fatal", "error", "warn", "info", "debug", "trace", "silent"]),
    byDefault: "info",
    does: "`debug` shows each step of each message, without number, text or code",
  }),
  CONSOLE: setting({
    rule: choice(["on", "off"]),
    byDefault: "on",
    does: "`off` serves no console on `/console/`",
  }),
  LOG_FORMAT: setting({
    rule: choice(["json", "pretty"]),
    otherwise: "`pretty` on a terminal, else `json`",
    does: "how log lines look on standard error",
  }),
};

type Settings = typeof settings;
type Value<Name extends keyof Settings> = z.output<Settings[Name]["rule"]>;

/** The values by name: there where it is given or has a default. */
export type Given = {
  readonly [Name in keyof Settings]: Settings[Name] extends { readonly byDefault: string }
    ? Value<Name>
    : Value<Name> | undefined;
};
