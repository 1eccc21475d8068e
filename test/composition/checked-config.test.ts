import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { InvalidEnvironment } from "../../src/adapters/environment/config.js";
import { settings } from "../../src/adapters/environment/settings.js";
import { readApiKeys } from "../../src/composition/api-keys.js";
import { checkedConfig } from "../../src/composition/checked-config.js";

const folder = mkdtempSync(join(tmpdir(), "sms-config-"));
const file = (name: string, text: string) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

const faultsOf = (environment: NodeJS.ProcessEnv): readonly string[] => {
  try {
    checkedConfig(environment);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidEnvironment);
    return (error as InvalidEnvironment).faults;
  }
};

test("faults of settings, of names and of every file come at once", () => {
  const template = file("bad.yaml", "class: nothing\n");
  const faults = faultsOf({
    HTTP_PORT: "80a",
    SMS_GATWAY: "sns",
    SMS_TEMPLATES_DIR: folder,
    SMS_PRICE_BOOK: file("prices.json", '[{"country":"India"}]'),
    SMS_LIMITS: file("limits.yml", "money: { month: -1 }"),
    SMS_OTP_POLICIES: file("policies.yml", "purposes: { login: { length: 3, attempts: 99 } }"),
  });
  expect(faults.map((fault) => /^[A-Z_]+/.exec(fault)?.[0])).toEqual([
    "HTTP_PORT",
    "SMS_GATWAY",
    "SMS_TEMPLATES_DIR",
    "SMS_PRICE_BOOK",
    "SMS_OTP_POLICIES",
    "SMS_LIMITS",
  ]);
  const text = faults.join("\n");
  for (const place of [template, "[0].country", "purposes.login.length", "purposes.login.attempts"])
    expect(text).toContain(place);
});

const ofFiles = Object.entries(settings).filter(([, { does }]) => /^(?:a )?(?:file|folder|price book)\b/u.test(does));

test("settings that name files are known by what they do", () =>
  expect(ofFiles.map(([name]) => name).toSorted()).toEqual([
    "API_KEYS_FILE",
    "KAFKA_SASL_PASSWORD_FILE",
    "REDIS_PASSWORD_FILE",
    "SMS_CONSENT_WORDS",
    "SMS_LIMITS",
    "SMS_OTP_POLICIES",
    "SMS_PRICE_BOOK",
    "SMS_TEMPLATES_DIR",
  ]));

test.each(ofFiles)("%s that names nothing is a fault of its own", (name) => {
  expect(faultsOf({ [name]: join(folder, "nothing-there") })).toEqual([
    expect.stringMatching(new RegExp(`^${name}: .*nothing-there`, "s")),
  ]);
});

test("without files there is nothing more to find", () => expect(faultsOf({})).toEqual([]));

test("a file of keys stands for API_KEYS; its faults are named by line, and no secret is shown", () => {
  const good = file(
    "keys",
    "# keys\nweb:api-key-of-the-web:send+read:600/min\n\nops:api-key-of-the-ops:admin # people\n",
  );
  expect(readApiKeys(good)).toMatchObject([
    { name: "web", perMinute: 600 },
    { name: "ops", perMinute: undefined },
  ]);
  expect(faultsOf({ API_KEYS_FILE: good, SMS_GATEWAY: "sns", AWS_REGION: "ap-south-1" })).toEqual([]);
  const [fault] = faultsOf({ API_KEYS_FILE: file("bad-keys", "web:api-key-of-the-web:send\nweb:hidden:send\n") });
  expect(fault).toMatch(/^API_KEYS_FILE: .*line 2: each key is/s);
  expect(fault).not.toContain("hidden");
});

test.each([
  ["two parts", "web:hidden", "has 2 of its 3 parts"],
  ["a colon in the secret", "web:hidden:hidden-hidden-hidden:send:1/min", "has more than 4 parts"],
  ["a name with a blank", "we b:hidden-hidden-hidden:send", "its name holds other than"],
  ["a short secret", "web:hidden:send", "its secret has 6 characters; make one: openssl rand -hex 24"],
  ["a secret with a blank", "web:hidden-hidden hidden:send", "its secret holds white space"],
  ["a scope that is none", "web:hidden-hidden-hidden:sned", "it names a scope that is none"],
  ["a rate of seconds", "web:hidden-hidden-hidden:send:5/s", "its rate is no number of calls"],
])("a key with %s is told which rule it breaks, and nothing of it is shown", (_, entry, rule) => {
  const [fault] = faultsOf({ API_KEYS_FILE: file("one-key", entry) });
  expect(fault).toContain(`line 1: each key is name:secret:scope+scope`);
  expect(fault).toContain(`this one: ${rule}`);
  expect(fault).not.toContain("hidden");
  expect(faultsOf({ API_KEYS: entry }).join()).not.toContain("hidden");
});

const production = {
  ...{ NODE_ENV: "production", KAFKA_BROKERS: "k:9092", REDIS_URL: "redis://r:6379", SMS_GATEWAY: "sns" },
  ...{ AWS_REGION: "ap-south-1", OTP_SECRET: "o".repeat(32), SMS_HASH_KEY: "h".repeat(32) },
};

test.each<[string, NodeJS.ProcessEnv, string, string]>([
  [
    "a name of API_KEYS again",
    { API_KEYS: "ops:one-secret-of-many:read" },
    "ops:another-secret-x:read",
    "the name ops is given",
  ],
  [
    "a secret of API_KEYS again",
    { API_KEYS: "ops:one-secret-of-many:read" },
    "web:one-secret-of-many:read",
    "have one secret",
  ],
  ["a published example, in production", production, "web:laptop-only-secret-1:send", "holds a published example"],
  ["the secret of the codes, in production", production, `web:${"o".repeat(32)}:send`, "the same secret as"],
])("a key of the file is held to the rules of API_KEYS: %s", (_, environment, entry, rule) => {
  const [fault, ...more] = faultsOf({ ...environment, API_KEYS_FILE: file("weak-keys", entry) });
  expect([fault, more]).toEqual([expect.stringContaining(rule), []]);
  expect(fault).not.toContain("one-secret-of-many");
});
