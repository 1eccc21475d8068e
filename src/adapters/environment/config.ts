import { counted } from "../../domain/counted.js";
import type { CrashPolicy, MessageClass } from "../../domain/message-class.js";
import { type Given, settings } from "./settings.js";
import { shownValue } from "./shown-value.js";
import { unknownSettings } from "./unknown-settings.js";
import { weakSecrets } from "./weak-secrets.js";

/** Everything that the environment says, read once. */
export type Config = Given & {
  readonly KAFKA_GROUP_ID: string;
  readonly crashPolicy: Readonly<Record<MessageClass, CrashPolicy>>;
  /** The countries texts may go to. */
  readonly allowedCountries: ReadonlySet<string> | "all";
  /** Minutes between two sweeps of AWS's opt-out list; 0: never. */
  readonly optOutSyncMinutes: number;
  /** The source of receipts. */
  readonly receipts: "simulator" | "cloudwatch" | "off";
  /** Parts per second by SNS message type; undefined: not throttled. */
  readonly rates: { readonly transactional: number | undefined; readonly promotional: number | undefined };
};

/** The settings production needs. */
const productionNeeds = ["KAFKA_BROKERS", "REDIS_URL", "AWS_REGION", "OTP_SECRET", "SMS_HASH_KEY", "API_KEYS"] as const;

/** The settings whose value may stand in a file. */
const files = { API_KEYS: "API_KEYS_FILE", KAFKA_SASL_PASSWORD: "KAFKA_SASL_PASSWORD_FILE" } as const;

const loopback = new Set(["127.0.0.1", "::1", "localhost"]);
/** Amazon SNS service quotas: an account's messages per second by default. */
const snsRate = 20;

const makeKey = 'set API_KEYS="web:$(openssl rand -hex 24):send+read+otp"';

/** Faults that only several settings together show. */
const faultsBetween = (given: Partial<Given>, faulty: ReadonlySet<string>): readonly string[] => {
  const faults: string[] = [];
  const lacks = (name: keyof Given) =>
    given[name] === undefined && !faulty.has(name) && !(name in files && given[files[name as keyof typeof files]]);
  if (given.NODE_ENV === "production") {
    if (given.SMS_GATEWAY !== "sns" && !faulty.has("SMS_GATEWAY"))
      faults.push("SMS_GATEWAY: production sends through Amazon SNS; set SMS_GATEWAY=sns");
    for (const name of productionNeeds)
      if (lacks(name)) faults.push(`${name}: required in production; ${settings[name].does}`);
  } else if (given.REDIS_URL !== undefined) {
    for (const name of ["SMS_HASH_KEY", "OTP_SECRET"] as const)
      if (lacks(name)) faults.push(`${name}: required with REDIS_URL; make one with: openssl rand -base64 48`);
  }
  if (given.SMS_GATEWAY === "sns" && given.NODE_ENV !== "production" && lacks("AWS_REGION"))
    faults.push("AWS_REGION: required with SMS_GATEWAY=sns; set the region texts go out from");
  if (given.SMS_GATEWAY === "sns" && given.NODE_ENV !== "production" && lacks("API_KEYS"))
    faults.push(`API_KEYS: required with SMS_GATEWAY=sns, or whoever reaches the port texts at your cost; ${makeKey}`);
  if (lacks("API_KEYS") && given.HTTP_HOST !== undefined && !loopback.has(given.HTTP_HOST))
    faults.push(
      "HTTP_HOST: without API_KEYS the service listens on loopback only; set API_KEYS, or leave HTTP_HOST out",
    );
  if (given.SMS_GATEWAY === "sns" && given.SMS_RECEIPTS === "simulator")
    faults.push("SMS_RECEIPTS: Amazon SNS writes no receipts into the simulator; set cloudwatch, or off");
  if (given.SMS_RECEIPTS === "cloudwatch" && given.SMS_GATEWAY !== "sns" && lacks("AWS_REGION"))
    faults.push("AWS_REGION: required with SMS_RECEIPTS=cloudwatch; set the region whose delivery logs are read");
  if (given.KAFKA_SASL_MECHANISM !== undefined)
    for (const name of ["KAFKA_SASL_USERNAME", "KAFKA_SASL_PASSWORD"] as const)
      if (lacks(name)) faults.push(`${name}: required with KAFKA_SASL_MECHANISM`);
  if (given.KAFKA_SASL_PASSWORD_FILE !== undefined && given.KAFKA_SASL_PASSWORD !== undefined)
    faults.push("KAFKA_SASL_PASSWORD_FILE: KAFKA_SASL_PASSWORD is set too; leave one of them out");
  if (given.REDIS_PASSWORD_FILE !== undefined && given.REDIS_URL?.some((url) => new URL(url).password !== ""))
    faults.push("REDIS_PASSWORD_FILE: REDIS_URL holds a password too; leave one of them out");
  return [...faults, ...weakSecrets(given, given.NODE_ENV === "production")];
};

/** Every fault of the environment at once, each with name, the value's shape, the rule and so the fix. */
export class InvalidEnvironment extends Error {
  override readonly name = "InvalidEnvironment";
  readonly code = "invalid-environment";
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`mend these settings:\n${faults.map((fault) => `  ${fault}`).join("\n")}`);
    this.faults = faults;
  }
}

/** The value, or its length alone where the setting is a secret. */
const given = (name: string, value: string): string => {
  const shown = shownValue(name, value);
  if (shown !== undefined) return `"${shown}" given`;
  return `${counted(value.length, "character")} given`;
};

/**
 * Reads the whole environment once; an empty value counts as none. `serves` false: for a command that needs no service, and
 * so nothing that one demands. Throws `InvalidEnvironment`.
 */
export const readConfig = (environment: NodeJS.ProcessEnv, serves = true): Config => {
  const values: Record<string, unknown> = {};
  const faults: string[] = [];
  const faulty = new Set<string>();
  for (const [name, { rule, ...rest }] of Object.entries(settings)) {
    const byDefault = "byDefault" in rest ? rest.byDefault : undefined;
    const text = environment[name] || byDefault;
    if (text === undefined) continue;
    const parsed = rule.safeParse(text);
    if (parsed.success) values[name] = parsed.data;
    else {
      faulty.add(name);
      const rules = new Set(parsed.error.issues.map(({ message }) => message));
      faults.push(`${name} (${given(name, text)}): ${[...rules].join("; ")}`);
    }
  }
  if (serves) {
    faults.push(...faultsBetween(values as Partial<Given>, faulty));
    faults.push(...unknownSettings(environment, Object.keys(settings)));
  }
  if (faults.length > 0) throw new InvalidEnvironment(faults);
  return configOf(values as Given);
};

const configOf = (given: Given): Config => {
  const sns = given.SMS_GATEWAY === "sns";
  const guarded = sns && given.NODE_ENV === "production";
  return {
    ...given,
    // Deployments that differ in their prefix only must not share a group: each would silence the other.
    KAFKA_GROUP_ID: given.KAFKA_GROUP_ID ?? `${given.KAFKA_TOPIC_PREFIX}sms-service`,
    crashPolicy: {
      otp: given.SMS_CRASH_POLICY_OTP,
      transactional: given.SMS_CRASH_POLICY_TRANSACTIONAL,
      promotional: given.SMS_CRASH_POLICY_PROMOTIONAL,
    },
    allowedCountries:
      given.SMS_ALLOWED_COUNTRIES !== undefined
        ? new Set(given.SMS_ALLOWED_COUNTRIES)
        : guarded
          ? new Set([given.SMS_DEFAULT_COUNTRY])
          : "all",
    optOutSyncMinutes: given.SMS_OPT_OUT_SYNC_MINUTES ?? (sns ? 60 : 0),
    receipts: given.SMS_RECEIPTS ?? (sns ? "off" : "simulator"),
    rates: {
      transactional: given.SMS_RATE_TRANSACTIONAL ?? (sns ? snsRate : undefined),
      promotional: given.SMS_RATE_PROMOTIONAL ?? (sns ? snsRate : undefined),
    },
  };
};
