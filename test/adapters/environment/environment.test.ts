import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { InvalidEnvironment, readConfig } from "../../../src/adapters/environment/config.js";
import { settings } from "../../../src/adapters/environment/settings.js";
import { shownSettings } from "../../../src/adapters/environment/shown-settings.js";

const secret = "s3cret".repeat(6);
const hashKey = "h4sh".repeat(9);
const faultsOf = (environment: NodeJS.ProcessEnv): readonly string[] => {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof InvalidEnvironment) return error.faults;
    throw error;
  }
};
/** The settings that faults name, in their order. */
const named = (environment: NodeJS.ProcessEnv) => faultsOf(environment).map((fault) => /^[A-Z_]+/.exec(fault)?.[0]);

const keys = "web:api-key-of-the-web:send+read";
const production = {
  NODE_ENV: "production",
  KAFKA_BROKERS: "a:9092,b:9092",
  REDIS_URL: "redis://a:6379",
  SMS_GATEWAY: "sns",
  AWS_REGION: "ap-south-1",
  OTP_SECRET: secret,
  SMS_HASH_KEY: hashKey,
  API_KEYS: keys,
};

describe("nothing configured", () => {
  test("everything is embedded, on loopback", () => {
    expect(readConfig({})).toMatchObject({
      SMS_GATEWAY: "simulator",
      KAFKA_TOPIC_PREFIX: "",
      KAFKA_GROUP_ID: "sms-service",
      KAFKA_TOPIC_PARTITIONS: 6,
      KAFKA_SESSION_TIMEOUT_MS: 10_000,
      HTTP_HOST: "127.0.0.1",
      HTTP_PORT: 8080,
      SIMULATOR_PORT: 8081,
      SMS_DEFAULT_COUNTRY: "IN",
      SMS_MAX_IN_FLIGHT: 64,
      JOURNAL_TTL_HOURS: 168,
      SHUTDOWN_GRACE_MS: 15_000,
      LOG_LEVEL: "info",
      allowedCountries: "all",
      rates: { transactional: undefined, promotional: undefined },
      crashPolicy: { otp: "resend-once", transactional: "resend-once", promotional: "never-resend" },
    });
  });

  test("an empty value is none", () => {
    expect(readConfig({ HTTP_PORT: "", REDIS_URL: "", NODE_ENV: "" })).toEqual(readConfig({}));
  });

  test("credentials that lie around change nothing", () => {
    expect(readConfig({ AWS_ACCESS_KEY_ID: "AKIA", AWS_SECRET_ACCESS_KEY: "x" }).SMS_GATEWAY).toBe("simulator");
  });
});

describe("production", () => {
  test("refuses every stand-in and every missing secret, naming all at once", () => {
    expect(named({ NODE_ENV: "production" }).sort()).toEqual([
      "API_KEYS",
      "AWS_REGION",
      "KAFKA_BROKERS",
      "OTP_SECRET",
      "REDIS_URL",
      "SMS_GATEWAY",
      "SMS_HASH_KEY",
    ]);
  });

  test("starts with all of them, and texts the default country only", () => {
    expect(readConfig(production)).toMatchObject({
      KAFKA_BROKERS: ["a:9092", "b:9092"],
      REDIS_URL: ["redis://a:6379"],
      OTP_SECRET: [secret],
      allowedCountries: new Set(["IN"]),
      rates: { transactional: 20, promotional: 20 },
    });
  });

  test.each(Object.keys(production).filter((name) => name !== "NODE_ENV"))("refuses without %s alone", (missing) => {
    expect(named({ ...production, [missing]: undefined })).toEqual([missing]);
  });

  test.each([
    ["a setting of another country", { SMS_ALLOWED_COUNTRIES: "IN, AE" }, new Set(["IN", "AE"])],
    ["another default country", { SMS_DEFAULT_COUNTRY: "US" }, new Set(["US"])],
  ])("%s decides where texts go", (_, change, countries) => {
    expect(readConfig({ ...production, ...change }).allowedCountries).toEqual(countries);
  });
});

describe("faults", () => {
  const rows: [string, NodeJS.ProcessEnv, string[]][] = [
    ["a port that is none", { HTTP_PORT: "80a" }, ["HTTP_PORT"]],
    ["a port beyond all", { HTTP_PORT: "70000" }, ["HTTP_PORT"]],
    ["a broker without a port", { KAFKA_BROKERS: "a,b:9092" }, ["KAFKA_BROKERS"]],
    ["no broker in the list", { KAFKA_BROKERS: " , " }, ["KAFKA_BROKERS"]],
    [
      "a Redis that is something else",
      { REDIS_URL: "http://a", SMS_HASH_KEY: secret, OTP_SECRET: secret },
      ["REDIS_URL"],
    ],
    ["Redis without the keys that it needs", { REDIS_URL: "redis://a" }, ["SMS_HASH_KEY", "OTP_SECRET"]],
    ["short secrets", { SMS_HASH_KEY: "short", OTP_SECRET: `${secret},short` }, ["SMS_HASH_KEY", "OTP_SECRET"]],
    ["three secrets", { OTP_SECRET: `${secret},${secret},${secret}` }, ["OTP_SECRET"]],
    ["sns without a region", { SMS_GATEWAY: "sns", API_KEYS: keys }, ["AWS_REGION"]],
    [
      "sns without keys: whoever reaches the port would text",
      { SMS_GATEWAY: "sns", AWS_REGION: "ap-south-1" },
      ["API_KEYS"],
    ],
    ["a region in words", { AWS_REGION: "mumbai" }, ["AWS_REGION"]],
    ["the world, without keys", { HTTP_HOST: "0.0.0.0" }, ["HTTP_HOST"]],
    ["a key of one character", { API_KEYS: "web:a:send" }, ["API_KEYS"]],
    ["two keys of one name", { API_KEYS: `${keys},web:another-api-key-:read` }, ["API_KEYS"]],
    ["two keys of one secret", { API_KEYS: `${keys},shop:api-key-of-the-web:read` }, ["API_KEYS"]],
    ["a production that is none", { NODE_ENV: "prod" }, ["NODE_ENV"]],
    [
      "settings that there are none of",
      { SMS_GATWAY: "sns", OTP_SECRETS: "x", KAFKA_BROKER: "a" },
      ["SMS_GATWAY", "OTP_SECRETS", "KAFKA_BROKER"],
    ],
    ["keys without scopes", { API_KEYS: "web:abc" }, ["API_KEYS"]],
    ["a scope that is none", { API_KEYS: "web:abc:root" }, ["API_KEYS"]],
    ["SASL without a password", { KAFKA_SASL_MECHANISM: "plain", KAFKA_SASL_USERNAME: "u" }, ["KAFKA_SASL_PASSWORD"]],
    [
      "two passwords of one broker",
      { KAFKA_SASL_PASSWORD: "p", KAFKA_SASL_PASSWORD_FILE: "/run/kafka" },
      ["KAFKA_SASL_PASSWORD_FILE"],
    ],
    [
      "two passwords of one Redis",
      {
        REDIS_URL: "redis://u:p@a:1",
        REDIS_PASSWORD_FILE: "/run/redis",
        SMS_HASH_KEY: "k".repeat(32),
        OTP_SECRET: "o".repeat(32),
      },
      ["REDIS_PASSWORD_FILE"],
    ],
    [
      "a country in words",
      { SMS_DEFAULT_COUNTRY: "India", SMS_ALLOWED_COUNTRIES: "IN,uk" },
      ["SMS_DEFAULT_COUNTRY", "SMS_ALLOWED_COUNTRIES"],
    ],
    [
      "a country that there is none of: no number would ever be its own",
      { SMS_DEFAULT_COUNTRY: "ZZ", SMS_ALLOWED_COUNTRIES: "IN,UK" },
      ["SMS_DEFAULT_COUNTRY", "SMS_ALLOWED_COUNTRIES"],
    ],
    ["a sender without a letter", { SMS_SENDER_ID: "12345" }, ["SMS_SENDER_ID"]],
    ["fewer slots than otp's own", { SMS_MAX_IN_FLIGHT: "8" }, ["SMS_MAX_IN_FLIGHT"]],
    ["a policy that is none", { SMS_CRASH_POLICY_OTP: "always" }, ["SMS_CRASH_POLICY_OTP"]],
    ["a level that is none", { LOG_LEVEL: "loud" }, ["LOG_LEVEL"]],
  ];
  test.each(rows)("%s", (_, environment, names) => {
    expect(named(environment)).toEqual(names);
  });

  test("all come at once, each with its rule, and none twice", () => {
    const environment = Object.assign({}, ...rows.map(([, one]) => one), {
      NODE_ENV: "production",
      KAFKA_BROKERS: "a",
    });
    const names = named(environment);
    expect(names.length).toBeGreaterThan(12);
    expect(new Set(names).size).toBe(names.length);
  });

  test("say the value, and of a secret its length alone", () => {
    const leak = "LEAKED-7f3a";
    const secrets = ["API_KEYS", "SMS_HASH_KEY", "OTP_SECRET"];
    const message = faultsOf(Object.fromEntries(secrets.map((name) => [name, leak]))).join("\n");
    expect(message).toMatch(/^API_KEYS \(\d+ characters given\): /m);
    expect(message).not.toContain(leak);
    const shown = faultsOf({ HTTP_PORT: "80a\u001b[31m", REDIS_URL: `http://user:${leak}@a` }).join("\n");
    expect(shown).toContain('HTTP_PORT ("80a\\u001b[31m" given): must be a whole number');
    expect(shown).not.toContain(leak);
  });

  test.each<[string, NodeJS.ProcessEnv, string]>([
    ["a word", { NODE_ENV: "prod" }, "did you mean production?"],
    ["a name", { SMS_GATWAY: "sns" }, "SMS_GATWAY: there is no such setting; did you mean SMS_GATEWAY?"],
    ["a name that is near none", { SMS_XYZZY: "1" }, "SMS_XYZZY: there is no such setting; remove it"],
  ])("name the nearest right %s", (_, environment, text) => {
    expect(faultsOf(environment).join("\n")).toContain(text);
  });

  test.each([
    [
      "what Kubernetes puts beside a Service called sms",
      ["SMS_SERVICE_HOST", "SMS_SERVICE_PORT", "SMS_SERVICE_PORT_HTTP"],
    ],
    ["what Docker's links put there", ["KAFKA_PORT", "KAFKA_PORT_9092_TCP", "KAFKA_PORT_9092_TCP_ADDR"]],
    ["what the command line reads", ["SMS_URL", "SMS_API_KEY"]],
    ["what is of others", ["MY_SMS_GATWAY", "PATH"]],
  ])("%s is no fault", (_, names) => {
    expect(faultsOf(Object.fromEntries(names.map((name) => [name, "x"])))).toEqual([]);
  });

  test.each<[string, NodeJS.ProcessEnv, string]>([
    ["one secret for two purposes", { SMS_HASH_KEY: secret }, "SMS_HASH_KEY"],
    ["an API key that is another secret too", { API_KEYS: `web:${secret}:send` }, "OTP_SECRET"],
    [
      "a secret that stands in docker-compose.yml",
      { SMS_HASH_KEY: "for-a-laptop-only-make-your-own-hash-key" },
      "SMS_HASH_KEY",
    ],
    ["a new secret that is the old one", { OTP_SECRET: `${secret},${secret}` }, "OTP_SECRET"],
  ])("production refuses %s, a laptop does not", (_, change, name) => {
    expect(named({ ...production, ...change })).toEqual([name]);
    expect(named({ ...production, ...change, NODE_ENV: "development" })).toEqual([]);
  });

  test("production refuses every secret that stands in a file of this repository", () => {
    const texts = ["docker-compose.yml", "README.md", "docs/settings.md", "docs/operations.md"].map((path) =>
      readFileSync(path, "utf8"),
    );
    const published = texts.flatMap((text) =>
      [...text.matchAll(/(SMS_HASH_KEY|OTP_SECRET|API_KEYS)(?:=|: )(?:\$\{\w+:-)?([^\s}"'$`]{16,})/g)].map(
        ([, name = "", value = ""]) => [name, value] as const,
      ),
    );
    expect(published.length).toBeGreaterThan(2);
    for (const [name, value] of published)
      expect(faultsOf({ ...production, [name]: value }).join("\n")).toContain("published example");
  });
});

describe("sms config", () => {
  const shown = (environment: NodeJS.ProcessEnv, json: boolean) => {
    const lines: string[] = [];
    const code = shownSettings(environment, json, { write: (text) => lines.push(text) });
    return { code, text: lines.join("") };
  };

  test("shows every setting in force and where it comes from", () => {
    const { code, text } = shown({ HTTP_PORT: "9000" }, true);
    const rows = text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(code).toBe(0);
    expect(rows.map(({ name }) => name)).toEqual(Object.keys(settings));
    expect(rows).toContainEqual({ name: "HTTP_PORT", value: "9000", from: "environment" });
    expect(rows).toContainEqual({ name: "SIMULATOR_PORT", value: "8081", from: "default" });
    expect(rows).toContainEqual({ name: "REDIS_URL", value: null, from: "default" });
  });

  test("ends with every fault and 1 where the service could not start", () => {
    const { code, text } = shown({ HTTP_PORT: "x", LOG_LEVEL: "loud" }, true);
    expect(code).toBe(1);
    const { error, faults } = JSON.parse(text.trim().split("\n").at(-1)!);
    expect([error, faults]).toEqual(["invalid-environment", faultsOf({ HTTP_PORT: "x", LOG_LEVEL: "loud" })]);
  });

  test("a setting whose name promises a secret is one, and its value is shown nowhere", () => {
    const promised = Object.keys(settings).filter((name) => /SECRET|PASSWORD$|TOKEN|KEYS?$/u.test(name));
    const marked = Object.entries(settings).flatMap(([name, setting]) => ("secret" in setting ? [name] : []));
    expect(marked.sort()).toEqual(promised.sort());
    for (const name of marked) {
      const { text } = shown({ ...production, [name]: "~hunter2~" }, true);
      expect(text).toContain(JSON.stringify({ name, value: "(hidden)", from: "environment" }));
      expect(text).not.toContain("hunter2");
    }
  });

  const passwords = ["hunter2", "hun@ter2", "hunter:2", "hun/ter2", "hun,ter2"];
  test.each(passwords.flatMap((password) => [true, false].map((json) => [password, json] as const)))(
    "hides the password %s of any URL (json %s)",
    (password, json) => {
      const { text } = shown(
        {
          ...production,
          REDIS_URL: `redis://user:${password}@a:6379,rediss://:${password}@b:6379`,
          AWS_ENDPOINT_URL_SNS: `http://u:${password}@c:1/`,
          KAFKA_SASL_PASSWORD: password,
        },
        json,
      );
      expect(text).not.toMatch(/hun|ter2/);
      expect(text).toContain("b:6379");
      expect(text).not.toContain(secret);
      expect(text).not.toContain("abc");
    },
  );
});

test("a value of any setting is refused in words for a person", () => {
  const nasty = [",", " ", "x", "-1", "1.5", "999999999999", "{}", "x".repeat(300), "http://", "0", "\u202e"];
  for (const name of Object.keys(settings))
    for (const value of nasty) {
      try {
        readConfig({ [name]: value });
      } catch (error) {
        if (!(error instanceof InvalidEnvironment)) throw error;
        expect(error.message).not.toMatch(/invalid |expected |received|too (?:small|big)|unrecognized|undefined/i);
      }
    }
});
