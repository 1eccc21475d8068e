import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { hashKey } from "../../../src/adapters/cli/keys.js";
import { apiKey } from "../../../src/adapters/environment/api-key.js";
import { createCallers } from "../../../src/adapters/http/keys.js";
import { ManualClock } from "../../support/manual-clock.js";
import { noSessions } from "../../support/no-sessions.js";

const run = async (input: string, scopes = "send+read", name = "web") => {
  const output: string[] = [];
  const errors: string[] = [];
  const code = await hashKey(
    { name, scopes, json: true },
    {
      environment: {},
      input: Readable.from([input]),
      output: { write: (text) => output.push(text) },
      errors: { write: (text) => errors.push(text) },
    },
  );
  const [shown = "null"] = output;
  return { code, output, errors: errors.join(""), shown: JSON.parse(shown) };
};

const opens = (entry: string, secret: string): boolean =>
  createCallers({
    apiKeys: [apiKey.parse(entry)],
    clock: new ManualClock(),
    sessions: noSessions,
    wrongKeys: { refused: async () => undefined },
  }).isKnown({ headers: { authorization: `Bearer ${secret}` } } as never);

test("the entry of a given secret opens the door to it alone, and does not hold it", async () => {
  const secret = "a-secret-of-the-web";
  const { code, shown } = await run(`${secret}\n`);
  expect([code, Object.keys(shown)]).toEqual([0, ["entry"]]);
  expect(shown.entry).not.toContain(secret);
  expect([opens(shown.entry, secret), opens(shown.entry, `${secret}x`)]).toEqual([true, false]);
});

test("without a secret a new one is made", async () => {
  const { shown } = await run("");
  expect(opens(shown.entry, shown.secret)).toBe(true);
});

test("a short secret is refused, and not shown", async () => {
  const { code, output, errors } = await run("short\n");
  expect([code, output]).toEqual([1, []]);
  expect(errors).not.toContain("short\n");
});

test.each<[string, string, RegExp]>([
  ["endless", "x".repeat(100_000), /at most 1000 characters/u],
  ["of two words", "correct horse battery staple", /without a blank/u],
  ["not of ASCII", "ключ-от-всех-дверей", /of ASCII only/u],
])("a secret that is %s would open no door, and is refused", async (_, secret, says) => {
  const { code, errors, output } = await run(`${secret}\n`);
  expect([code, output, errors]).toEqual([1, [], expect.stringMatching(says)]);
});

test.each<[string, string, string]>([
  ["scopes that are none", "send+write", "web"],
  ["a name that an entry cannot have", "send", "the web"],
])("%s: bad usage, before a secret is made", async (_, scopes, name) =>
  expect(await run("", scopes, name)).toMatchObject({ code: 2, output: [] }),
);
