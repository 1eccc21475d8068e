import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readSecret } from "../../../src/adapters/files/secret.js";

const path = join(mkdtempSync(join(tmpdir(), "sms-secret-")), "password");
const read = (text: string) => {
  writeFileSync(path, text);
  return readSecret(path);
};

test.each([
  ["as an editor leaves it", "pass word\n", "pass word"],
  ["as a secret is mounted", "pass", "pass"],
  ["as Windows writes it", "pass\r\n", "pass"],
  ["blanks are the password's own", " pass ", " pass "],
])("%s", (_, text, secret) => expect(read(text)).toBe(secret));

test.each([
  ["nothing", "\n", /is empty/],
  ["two lines", "first word\nsecond word\n", /several lines/],
])("%s is refused, with the file's name and without its text", (_, text, says) => {
  expect(() => read(text)).toThrow(says);
  expect(() => read(text)).toThrow(path);
  expect(() => read(text)).not.toThrow(/first word|second word/);
});
