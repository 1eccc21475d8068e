import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readConsentWords } from "../../../src/adapters/files/consent-words.js";
import { readLimits } from "../../../src/adapters/files/limits.js";
import { readOtpPolicies } from "../../../src/adapters/files/otp-policies.js";
import { readPrices } from "../../../src/adapters/files/prices.js";
import { readText } from "../../../src/adapters/files/read-text.js";
import { readTemplates } from "../../../src/adapters/files/templates.js";
import { readApiKeys } from "../../../src/composition/api-keys.js";

const folder = mkdtempSync(join(tmpdir(), "sms-text-"));
const file = join(folder, "order_confirmation.yaml");
const latin1 = Buffer.from('class: otp\ntexts: { en: "Café" }\n', "latin1");

const readers: readonly (readonly [string, () => unknown])[] = [
  ["templates", () => readTemplates(folder)],
  ["limits", () => readLimits(file)],
  ["prices", () => readPrices(file)],
  ["policies of codes", () => readOtpPolicies(file)],
  ["words of consent", () => readConsentWords(file)],
  ["keys", () => readApiKeys(file)],
];

test.each(readers)("%s that are not UTF-8 are a fault, and no text with other letters", (_, read) => {
  writeFileSync(file, latin1);
  expect(read).toThrow("it is not UTF-8; save it as UTF-8");
});

test.each(readers)("%s of more than 1 MiB are not read", (_, read) => {
  writeFileSync(file, "#".repeat(1024 * 1024 + 1));
  expect(read).toThrow("it is larger than 1 MiB");
});

test("an editor's mark of UTF-8 is no part of the words", () => {
  writeFileSync(file, "\ufeff[]");
  expect(readText(file)).toBe("[]");
});
