import { z } from "zod";
import type { CrashPolicy, MessageClass } from "../../domain/message-class.js";

const whole = (least: number, most: number, byDefault: number) =>
  z.coerce.number().int().min(least).max(most).default(byDefault);
const list = z.string().transform((value) =>
  value
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean),
);
const secret = z
  .string()
  .refine(
    (value) => Buffer.byteLength(value) >= 32,
    "must be at least 32 bytes; make one with: openssl rand -base64 48",
  );
const policy = z.enum(["resend-once", "never-resend"]);
const country = z.string().regex(/^[A-Z]{2}$/, "must be an ISO 3166-1 alpha-2 code such as IN");

const Environment = z.object({
  NODE_ENV: z.string().optional(),
  SMS_GATEWAY: z.enum(["simulator", "sns"]).default("simulator"),
  AWS_REGION: z.string().optional(),
  AWS_ENDPOINT_URL_SNS: z.string().optional(),
  KAFKA_BROKERS: list.optional(),
  KAFKA_TOPIC_PREFIX: z.string().default(""),
  KAFKA_GROUP_ID: z.string().min(1).default("sms-service"),
  KAFKA_TOPIC_PARTITIONS: whole(1, 1_000, 6),
  KAFKA_TOPIC_REPLICATION: z.coerce.number().int().min(1).optional(),
  KAFKA_SESSION_TIMEOUT_MS: whole(1_000, 300_000, 10_000),
  REDIS_URL: list.optional(),
  HTTP_HOST: z.string().default("127.0.0.1"),
  HTTP_PORT: whole(0, 65_535, 8080),
  SIMULATOR_PORT: whole(0, 65_535, 8081),
  API_KEYS: list.optional(),
  SMS_HASH_KEY: secret.optional(),
  OTP_SECRET: z.string().optional(),
  SMS_DEFAULT_COUNTRY: country.default("IN"),
  SMS_ALLOWED_COUNTRIES: list.pipe(z.array(country)).optional(),
  SMS_SENDER_ID: z.string().optional(),
  SMS_ORIGINATION_NUMBER: z.string().optional(),
  SMS_ENTITY_ID: z.string().min(1).max(50).optional(),
  SMS_TEMPLATES_DIR: z.string().optional(),
  SMS_PRICE_BOOK: z.string().optional(),
  SMS_MAX_IN_FLIGHT: whole(9, 4_096, 64),
  SMS_CRASH_POLICY_OTP: policy.default("resend-once"),
  SMS_CRASH_POLICY_TRANSACTIONAL: policy.default("resend-once"),
  SMS_CRASH_POLICY_PROMOTIONAL: policy.default("never-resend"),
  JOURNAL_TTL_HOURS: whole(1, 8_760, 168),
  SHUTDOWN_GRACE_MS: whole(0, 600_000, 15_000),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
});

type Settings = z.infer<typeof Environment>;

/** Everything that the environment says, read once. Names are CONTRACT.md's. */
export type Config = Readonly<Omit<Settings, "SMS_CRASH_POLICY_OTP">> & {
  readonly crashPolicy: Readonly<Record<MessageClass, CrashPolicy>>;
};

/** What production may not do without (CONTRACT.md, settings). */
const productionNeeds = ["KAFKA_BROKERS", "REDIS_URL", "AWS_REGION", "OTP_SECRET", "SMS_HASH_KEY", "API_KEYS"] as const;

const loopback = new Set(["127.0.0.1", "::1", "localhost"]);

const faultsBetween = (settings: Settings): readonly string[] => {
  const production = settings.NODE_ENV === "production";
  return [
    ...(production && settings.SMS_GATEWAY !== "sns"
      ? ["SMS_GATEWAY: production sends through sns; set SMS_GATEWAY=sns"]
      : []),
    ...(production
      ? productionNeeds
          .filter((name) => settings[name] === undefined)
          .map((name) => `${name}: required in production; set it`)
      : []),
    ...(!production && settings.REDIS_URL !== undefined && settings.SMS_HASH_KEY === undefined
      ? ["SMS_HASH_KEY: required with REDIS_URL, at least 32 bytes; make one with: openssl rand -base64 48"]
      : []),
    ...(settings.API_KEYS === undefined && !loopback.has(settings.HTTP_HOST)
      ? [
          "HTTP_HOST: without API_KEYS the service listens on loopback only; set API_KEYS or leave HTTP_HOST at 127.0.0.1",
        ]
      : []),
  ];
};

/** Every fault of the environment at once, each with name, rule and fix. */
export class InvalidEnvironment extends Error {
  override readonly name = "InvalidEnvironment";
}

export const readConfig = (environment: NodeJS.ProcessEnv): Config => {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const parsed = Environment.safeParse(given);
  const faults = parsed.success
    ? faultsBetween(parsed.data)
    : parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  if (!parsed.success || faults.length > 0)
    throw new InvalidEnvironment(`The service cannot start:\n${faults.map((fault) => `  ${fault}`).join("\n")}`);
  const { data } = parsed;
  return {
    ...data,
    crashPolicy: {
      otp: data.SMS_CRASH_POLICY_OTP,
      transactional: data.SMS_CRASH_POLICY_TRANSACTIONAL,
      promotional: data.SMS_CRASH_POLICY_PROMOTIONAL,
    },
  };
};
