import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { InvalidEnvironment } from "../../src/adapters/environment/config.js";
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
    SMS_OTP_POLICIES: file("policies.yml", "purposes: { login: { length: 3, attempts: 99 } }"),
  });
  expect(faults.map((fault) => /^[A-Z_]+/.exec(fault)?.[0])).toEqual([
    "HTTP_PORT",
    "SMS_GATWAY",
    "SMS_TEMPLATES_DIR",
    "SMS_PRICE_BOOK",
    "SMS_OTP_POLICIES",
  ]);
  const text = faults.join("\n");
  for (const place of [template, "[0].country", "purposes.login.length", "purposes.login.attempts"])
    expect(text).toContain(place);
});

test.each<[string, string]>([
  ["SMS_TEMPLATES_DIR", "nothing-there"],
  ["SMS_PRICE_BOOK", "nothing-there.json"],
  ["SMS_OTP_POLICIES", "nothing-there.yaml"],
  ["KAFKA_SASL_PASSWORD_FILE", "nothing-there"],
  ["REDIS_PASSWORD_FILE", "nothing-there"],
])("%s that names nothing is a fault of its own", (name, path) => {
  expect(faultsOf({ [name]: join(folder, path) })).toEqual([
    expect.stringMatching(new RegExp(`^${name}: .*${path}`, "s")),
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
