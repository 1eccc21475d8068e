import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { deadLetter } from "../../src/application/intake/dead-letter.js";
import { notifications } from "../../src/application/notifications/all.js";
import { told } from "../../src/application/notifications/told.js";
import { deadLetterCauses } from "../../src/adapters/system/known-labels.js";
import { startSmsStage } from "../../src/composition/stage.js";
import { failureReasons } from "../../src/domain/decision/failure-reason.js";
import { eventually } from "../support/eventually.js";

type Schema = z.core.JSONSchema.JSONSchema;

interface Described {
  readonly name: string;
  readonly headers: { readonly $ref: string };
  readonly payload: { readonly $ref?: string };
  readonly examples?: readonly { readonly headers?: object; readonly payload: unknown }[];
}

interface Document {
  readonly channels: Record<string, { address: string; messages: Record<string, { $ref: string }> }>;
  readonly operations: Record<string, { action: "receive" | "send"; channel: { $ref: string } }>;
  readonly components: { readonly messages: Record<string, Described>; readonly schemas: Record<string, Schema> };
}

const document = parse(readFileSync("docs/asyncapi.yaml", "utf8")) as Document;
const { channels, components, operations } = document;

const last = ({ $ref }: { readonly $ref: string }): string => $ref.split("/").at(-1)!;

/** Without references, as zod reads a schema. */
const resolved = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(resolved);
  if (typeof value !== "object" || value === null) return value;
  const { $ref } = value as { $ref?: string };
  if ($ref !== undefined) return resolved(components.schemas[last({ $ref })]);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, resolved(part)]));
};

const schemaOf = (reference: object): Schema & { properties: object; required: string[] } =>
  resolved(reference) as Schema & { properties: object; required: string[] };

const messageOf = (topic: string): Described => {
  const channel = Object.values(channels).find(({ address }) => address === topic);
  if (channel === undefined) throw new Error(`no channel has the address ${topic}`);
  return components.messages[last(Object.values(channel.messages)[0]!)]!;
};

/** null, which everything that may be left out may be, is said once in the document (test/application/notifications/left-out.test.ts tries it). */
const withoutNull = (schema: Schema): Schema => {
  const [only, ...more] = (schema.anyOf ?? []).map((one) => one as Schema).filter(({ type }) => type !== "null");
  if (only === undefined) return schema;
  return more.length === 0
    ? withoutNull(only)
    : ({ type: [only, ...more].map(({ type }) => type) } as unknown as Schema);
};

/** What both a hand-written schema and zod's say, in one form: names, obligation, types, choices, bounds. */
const shape = (given: Schema): unknown => {
  const schema = withoutNull(given);
  const { additionalProperties, enum: choices, format, maxLength, minimum, minLength, properties, type } = schema;
  return {
    ...{
      types: [type]
        .flat()
        .filter((one) => one !== "null")
        .toSorted(),
      choices,
      format,
      maxLength,
      minimum,
      minLength,
    },
    others: typeof additionalProperties === "object" ? shape(additionalProperties as Schema) : undefined,
    required: schema.required?.toSorted(),
    fields: Object.fromEntries(Object.entries(properties ?? {}).map(([name, one]) => [name, shape(one as Schema)])),
  };
};

const outputs = [
  "campaign.state_changed",
  "sms.sent",
  "sms.delivered",
  "sms.undelivered",
  "sms.deferred",
  "sms.failed",
  "otp.verified",
  "otp.exhausted",
  "sms.consent",
  "sms.budget_warning",
  "webhook.disabled",
  "sms.dead-letter",
];
const inputs = [...notifications, ...told];
const topicsOf = (action: "receive" | "send") =>
  Object.values(operations)
    .filter((operation) => operation.action === action)
    .map(({ channel }) => channels[last(channel)]!.address);

describe("what comes in", () => {
  test("every routed topic is described, and no other", () => {
    expect(topicsOf("receive")).toEqual(inputs.map(({ topic }) => topic));
    expect(topicsOf("send")).toEqual(outputs);
    expect(Object.values(channels).map(({ address }) => address)).toEqual([
      ...topicsOf("receive"),
      ...topicsOf("send"),
    ]);
  });

  test.each(inputs.map((one) => [one.topic, one] as const))("%s", (topic, { schema }) => {
    const { examples = [], name, payload } = messageOf(topic);
    expect(name).toBe(topic);
    expect(shape(schemaOf(payload))).toEqual(shape(z.toJSONSchema(schema as z.ZodType, { io: "input" }) as Schema));
    const sample = JSON.parse(readFileSync(`data/samples/${topic}.json`, "utf8"));
    expect(examples.length).toBeGreaterThan(0);
    const documented = z.fromJSONSchema(schemaOf(payload));
    for (const example of [...examples.map((one) => one.payload), sample]) {
      expect(schema.safeParse(example).success, JSON.stringify(example)).toBe(true);
      expect(documented.safeParse(example).success, JSON.stringify(example)).toBe(true);
      for (const field of schemaOf(payload).required)
        expect(schema.safeParse({ ...(example as object), [field]: null }).success, field).toBe(false);
    }
  });

  test("each sample is one of a routed topic", () => {
    expect(readdirSync("data/samples").toSorted()).toEqual(inputs.map(({ topic }) => `${topic}.json`).toSorted());
  });
});

interface Listed {
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: Readonly<Record<string, unknown>>;
}

/** An event that was really published is as its topic is described: every field and header, and no other. */
const expectDescribed = (topic: string, { headers, key, value }: Listed): void => {
  const described = messageOf(topic);
  const payload = schemaOf(described.payload);
  expect(Object.keys(value)).toEqual(Object.keys(payload.properties));
  expect(z.fromJSONSchema(payload).safeParse(value).error).toBeUndefined();
  const around = schemaOf(described.headers);
  expect(Object.keys(around.properties)).toEqual(expect.arrayContaining(Object.keys(headers)));
  expect(z.fromJSONSchema(around).safeParse(headers).error).toBeUndefined();
  expect(headers["ce_type"]).toBe(topic);
  expect(key).not.toBe("");
};

describe("what goes out", () => {
  test.each(outputs.filter((topic) => topic !== "sms.dead-letter"))("each example of %s is as described", (topic) => {
    const { examples = [], headers, payload } = messageOf(topic);
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) {
      expect(Object.keys(example.payload as object)).toEqual(Object.keys(schemaOf(payload).properties));
      expect(z.fromJSONSchema(schemaOf(payload)).safeParse(example.payload).error).toBeUndefined();
      if (example.headers !== undefined)
        expect(z.fromJSONSchema(schemaOf(headers)).safeParse(example.headers).error).toBeUndefined();
    }
  });

  test("reasons and causes are those of the code", () => {
    expect(components.schemas["Reason"]!.enum).toEqual(failureReasons);
    const headers = schemaOf(messageOf("sms.dead-letter").headers).properties as Record<string, Schema>;
    expect(headers["sms-cause"]!.enum).toEqual(deadLetterCauses);
  });

  test("real outcomes, codes and dead letters have the described fields and no other", async () => {
    // Four parts to India take half of it.
    const limits = join(mkdtempSync(join(tmpdir(), "limits-")), "limits.yaml");
    writeFileSync(limits, "money: { month: 0.05 }\n");
    await using stage = await startSmsStage({ SMS_LIMITS: limits });
    const listed = async (topic: string) =>
      ((await (await fetch(`${stage.url}/v1/events?topic=${topic}`)).json()) as { events: Listed[] }).events;
    const post = async (path: string, body: unknown) =>
      (
        await fetch(`${stage.url}${path}`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify(body),
        })
      ).json();

    await fetch(`${stage.inbox}/api/receipts`, {
      method: "PUT",
      body: JSON.stringify({ status: "undelivered", times: 1 }),
    });
    const gone = createServer((_, response) => response.writeHead(410).end()).listen(0, "127.0.0.1");
    await once(gone, "listening");
    await post("/v1/webhooks", { url: `http://127.0.0.1:${(gone.address() as AddressInfo).port}` });
    await stage.publishUnchecked("order.created", messageOf("order.created").examples![0]!.payload);
    await stage.publishUnchecked("order.created", {
      ...(messageOf("order.created").examples![1]!.payload as object),
      customer: 7,
    });
    await stage.publishUnchecked("payment.confirmed", {
      ...(messageOf("payment.confirmed").examples![0]!.payload as object),
      customer: { phone: "12345" },
    });
    await stage.settled(4);
    for (const to of ["+919876543210", "+919876543211"]) await post("/v1/otp", { to, purpose: "login" });
    const [text] = (await stage.texts("+919876543210")).slice(-1);
    const code = /\d{6}/.exec(text!.text)![0];
    await post("/v1/otp/verify", { to: "+919876543210", purpose: "login", code });
    for (let guess = 0; guess < 5; guess += 1)
      await post("/v1/otp/verify", { to: "+919876543211", purpose: "login", code: "none" });
    await post("/v1/messages", { to: "+447400100200", text: "later", sendAt: new Date(Date.now() + 3_600_000) });
    await eventually("a text that waits", async () => (await listed("sms.deferred")).length > 0);
    await post("/v1/opt-outs", { to: "+919876543210", choice: "opt-out" });
    await eventually("receipts", async () =>
      (await Promise.all(["sms.delivered", "sms.undelivered"].map(listed))).every((events) => events.length > 0),
    );
    await stage.publish("campaign.requested", JSON.parse(readFileSync("data/samples/campaign.requested.json", "utf8")));
    await eventually("a campaign's start", async () => (await listed("campaign.state_changed")).length > 0);
    const ends = ["otp.verified", "otp.exhausted"];
    await eventually("a budget that is half spent", async () => (await listed("sms.budget_warning")).length > 0);
    await eventually("a webhook that is gone", async () => (await listed("webhook.disabled")).length > 0);
    gone.close();
    await eventually("both ends of a code", async () =>
      (await Promise.all(ends.map(listed))).every((events) => events.length === 1),
    );

    for (const topic of outputs.filter((one) => one !== "sms.dead-letter")) {
      const events = await listed(topic);
      expect(events.length, topic).toBeGreaterThan(0);
      for (const event of events) expectDescribed(topic, event);
    }
    const [letter] = await listed("sms.dead-letter");
    const { required } = schemaOf(messageOf("sms.dead-letter").headers);
    expect(Object.keys(letter!.headers).toSorted()).toEqual(required.toSorted());
  });

  test("numbers in a dead letter's headers have the described lengths; every other header is text", () => {
    const record = {
      ...{ topic: "order.created", partition: 3, offset: 12n, timestamp: new Date(1_000), key: null, value: null },
      headers: {},
    };
    const { headers } = deadLetter(record, "acme.order.created", "bad-json", "The value is not JSON");
    const described = schemaOf(messageOf("sms.dead-letter").headers).properties as Record<
      string,
      { "x-bytes"?: number }
    >;
    for (const [name, value] of Object.entries(headers))
      expect([name, Buffer.isBuffer(value) ? value.length : undefined]).toEqual([name, described[name]?.["x-bytes"]]);
  });
});
