import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type SmsStage, startSmsStage } from "../../src/composition/stage.js";
import { sms } from "../support/command-line.js";
import { eventually } from "../support/eventually.js";

let stage: SmsStage;
const run = (args: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
  sms(["dead-letters", ...args, "--url", stage.url], environment);
const phone = "+447400100200";
const completed = (more: object = {}) => ({ orderNumber: "ORD-1", customer: { phone }, ...more });

interface Letter {
  readonly id: string;
  readonly cause: string;
  readonly topic: string;
  readonly mark: { readonly state: string; readonly reason: string | null } | null;
}
const letters = async (...filter: string[]): Promise<readonly Letter[]> => {
  const { out } = await run(["list", "--json", ...filter]);
  return out
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Letter);
};
/** Publishes what cannot be processed, and waits for its letters. */
const bury = async (payloads: readonly unknown[], topic = "delivery.completed"): Promise<readonly Letter[]> => {
  const before = (await letters()).length;
  for (const payload of payloads) await stage.publishUnchecked(topic, payload);
  await eventually("the dead letters", async () => (await letters()).length === before + payloads.length);
  return letters();
};

beforeEach(async () => {
  stage = await startSmsStage({ SMS_ALLOWED_COUNTRIES: "GB,IN" });
});
afterEach(() => stage.stop());

test("letters are grouped by cause and original topic, the largest group first", async () => {
  await bury([completed({ customer: {} }), completed({ customer: { phone: 7 } })]);
  await bury([{ to: 5 }], "sms.requested");
  const { out } = await run(["list"]);
  expect(out).toMatch(
    /^ {5}2 {2}invalid-event +delivery\.completed +newest .*\n {5}1 {2}invalid-event +sms\.requested /,
  );
  expect((await letters("--topic", "sms.requested")).map(({ topic }) => topic)).toEqual(["sms.requested"]);
  expect(await letters("--cause", "bad-json")).toEqual([]);
  expect((await run(["list", "--cause", "bad-json"])).err).toBe("no dead letters\n");
});

test("one is shown decoded, with the headers of its burial", async () => {
  const [letter] = await bury([completed({ customer: { phone: 7 } })]);
  const { code, out } = await run(["show", letter!.id]);
  expect(code).toBe(0);
  expect(out).toContain("kafka_dlt-original-topic: delivery.completed\n");
  expect(out).toContain("kafka_dlt-original-partition: 0\n");
  expect(out).toContain('"phone": 7');
  expect(await run(["show", "0-99-abc"])).toMatchObject({ code: 1, err: expect.stringContaining("not-found") });
});

test("a field is mended by --set, the letter replayed and its text followed to its end", async () => {
  const [letter] = await bury([completed({ customer: { phone: 7 } })]);
  const { code, out } = await run(["replay", letter!.id, "--set", `customer.phone="${phone}"`, "--reason", "typo"]);
  expect({ code, out }).toEqual({
    code: 0,
    out: expect.stringMatching(new RegExp(`^replayed ${letter!.id} to delivery.completed\nsent [0-9a-f-]{36}\n$`)),
  });
  expect((await stage.texts(phone)).length).toBe(1);
  expect(await letters()).toEqual([]);
  expect(await letters("--state", "replayed")).toMatchObject([{ mark: { state: "replayed", reason: "typo" } }]);
});

test("the same letter replayed twice texts once", async () => {
  const [letter] = await bury([completed({ customer: { phone: 7 } })]);
  const set = ["--set", `customer.phone="${phone}"`];
  expect((await run(["replay", letter!.id, ...set])).code).toBe(0);
  const again = await run(["replay", letter!.id, ...set]);
  expect(again).toMatchObject({ code: 1, out: expect.stringContaining("is sent; a replay could text it twice") });
  expect((await stage.texts(phone)).length).toBe(1);
});

test("a letter mended wrongly can be mended again: its text never went out", async () => {
  const [letter] = await bury([completed({ customer: { phone: 7 } })]);
  const wrong = await run(["replay", letter!.id, "--set", 'customer.phone="+4412"']);
  expect(wrong).toMatchObject({ code: 1, out: expect.stringContaining("failed") });
  const right = await run(["replay", letter!.id, "--set", `customer.phone="${phone}"`]);
  expect(right).toMatchObject({ code: 0, out: expect.stringContaining("sent ") });
  expect((await stage.texts(phone)).length).toBe(1);
});

test("one that would come back is refused, and stays open", async () => {
  const [letter] = await bury([completed({ customer: { phone: 7 } })]);
  const { code, out } = await run(["replay", letter!.id]);
  expect(code).toBe(1);
  expect(out).toContain(`refused ${letter!.id}: it would come back: `);
  expect(out).toContain("customer.phone");
  expect((await letters()).length).toBe(1);
});

test("a group is mended and replayed at once", async () => {
  await bury([completed({ orderNumber: "A", customer: {} }), completed({ orderNumber: "B", customer: {} })]);
  const group = ["--cause", "invalid-event", "--topic", "delivery.completed"];
  const { code, out } = await run(["replay", ...group, "--set", `customer.phone="${phone}"`]);
  expect(code).toBe(0);
  expect(out.match(/^replayed /gm)).toHaveLength(2);
  expect((await stage.texts(phone)).length).toBe(2);
  expect(await run(["replay", ...group])).toMatchObject({
    code: 1,
    err: expect.stringContaining("no open dead letter"),
  });
});

test("--edit opens the value in the editor, and an editor that fails replays nothing", async () => {
  const [letter] = await bury([completed({ customer: { phone: 7 } })]);
  expect(await run(["replay", letter!.id, "--edit"], { EDITOR: "false" })).toMatchObject({
    code: 1,
    err: expect.stringContaining("false did not end well"),
  });
  const folder = mkdtempSync(join(tmpdir(), "sms-editor-"));
  const editor = join(folder, "editor.sh");
  writeFileSync(editor, `#!/bin/sh\nsed -i 's/"phone": 7/"phone": "${phone}"/' "$1"\n`, { mode: 0o700 });
  const { code } = await run(["replay", letter!.id, "--edit"], { EDITOR: editor });
  rmSync(folder, { recursive: true });
  expect(code).toBe(0);
  expect((await stage.texts(phone)).length).toBe(1);
});

test("letters are discarded with a reason, which is kept", async () => {
  const [letter] = await bury([completed({ customer: {} })]);
  expect((await run(["discard", letter!.id])).code).toBe(2);
  expect(await run(["discard", letter!.id, "--reason", "a test order"])).toMatchObject({
    code: 0,
    out: "discarded 1\n",
  });
  expect(await letters()).toEqual([]);
  const audit = await fetch(`${stage.url}/v1/audit`);
  expect(await audit.json()).toMatchObject({
    entries: [{ action: "dead-letters.discard", object: letter!.id, reason: "a test order" }],
  });
  expect(await letters("--state", "discarded")).toMatchObject([
    { mark: { state: "discarded", reason: "a test order" } },
  ]);
  expect(await run(["discard", "0-99-abc", "--reason", "r"])).toMatchObject({
    code: 1,
    err: "no dead letter has the id 0-99-abc\n",
  });
});

test.each([
  [["replay"], "name either IDs, or --cause and --topic"],
  [["replay", "0-1-a", "--cause", "bad-json"], "name either IDs, or --cause and --topic"],
  [["replay", "0-1-a", "--set", "customer.phone"], "--set takes PATH=VALUE"],
  [["replay", "0-1-a", "0-2-b", "--edit"], "--edit takes one ID"],
])("%j is bad usage", async (args, why) => {
  expect(await run(args)).toMatchObject({ code: 2, err: expect.stringContaining(why) });
});

test.each([
  ["replay", {}, "", /^must name either ids, or a cause and a topic$/],
  ["replay", { cause: "bad-json" }, "", /^must name either ids, or a cause and a topic$/],
  ["replay", { ids: [] }, "/ids", /./],
  ["replay", { ids: ["0-1-a", "0-2-a"], value: {} }, "/value", /^replaces the value of one letter, named in ids$/],
  ["discard", { ids: ["0-1-a"] }, "/reason", /./],
  ["discard", { ids: ["0-1-a"], reason: " " }, "/reason", /./],
])("POST /v1/dead-letters/%s refuses %j", async (what, body, pointer, message) => {
  const answer = await fetch(`${stage.url}/v1/dead-letters/${what}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(422);
  expect(await answer.json()).toMatchObject({ errors: [{ pointer, message: expect.stringMatching(message) }] });
});
