import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { type SmsStage, startSmsStage } from "../../src/composition/stage.js";
import { requestFault } from "../support/answer-fault.js";
import { built } from "../support/built.js";
import { rawCall } from "../support/raw-call.js";

const key = "4dm1n-4dm1n-4dm1n";
const to = "+919876543210";
const at = "2026-11-27T10:00:00Z";
const id = "8d4f9a0e-52c4-4c9a-a0f8-b64b0d0e7c11";
const message = {
  ...{ to, template: "order_confirmation", class: "transactional", locale: "en", senderId: "SHOP", optimize: true },
  ...{ maxParts: 5, sendAt: at, reference: "r", correlationId: "c" },
  variables: {
    order_number: "ORD-1",
    delivery_time: "12:30",
    track_url: "https://example.com/t",
    restaurant_name: "Roma",
  },
};
const { to: _, reference: __, ...shared } = message;
const change = {
  ...{ to, class: "promotional", choice: "opt-out", at },
  evidence: {
    disclosure: "d",
    action: "ticked",
    where: "https://example.com",
    by: "b",
    ip: "192.0.2.1",
    userAgent: "u",
  },
};
const campaign = {
  ...{ campaignId: "c-1", name: "n", template: "promotional_offer", class: "promotional", locale: "en" },
  variables: { offer_title: "t", offer_details: "d" },
  recipients: [{ to, variables: { promo_code: "p" }, reference: "r" }],
  ...{ startAt: "2030-01-01T10:00:00Z", endAt: "2030-01-02T10:00:00Z", budgetMicros: 1, weight: 1, rate: 1 },
  window: { from: "09:00", to: "20:00", zone: "recipient", days: ["mon"] },
  variants: [{ name: "a", share: 50, template: "promotional_offer" }],
  pauseOn: { failures: 0.5, optOuts: 0.5 },
  reference: "r",
};
const options = { hash: "h", budgetMicros: 1, endAt: at };
const chosen = { ids: ["1"], reason: "r" };

/** A body that each door takes, with every field that the document has; an address with an id names what is not there. */
const bodies: Readonly<Record<string, object>> = {
  "POST /v1/messages": message,
  "POST /v1/messages/preview": message,
  "POST /v1/messages/bulk": { recipients: [{ to, variables: {}, reference: "r" }], ...shared },
  "POST /v1/messages/search": { to, reference: "r", since: at, until: "2026-11-28T10:00:00Z", limit: 5, class: "otp" },
  "POST /v1/otp": { to, purpose: "login", locale: "en", verificationId: id },
  "POST /v1/otp/verify": { to, purpose: "login", code: "123456", verificationId: id },
  "PATCH /v1/account/attributes": { MonthlySpendLimit: "100", DefaultSMSType: "Promotional" },
  "POST /v1/account/sandbox-numbers": { to, language: "en-US" },
  "DELETE /v1/account/sandbox-numbers": { to },
  "POST /v1/account/sandbox-numbers/verify": { to, code: "123456" },
  "POST /v1/campaigns": campaign,
  ...Object.fromEntries(
    ["start", "pause", "resume", "cancel", "retry-failed"].map((word) => [`POST /v1/campaigns/{id}/${word}`, options]),
  ),
  "POST /v1/receipts": {
    ...{ provider: "sns", providerMessageId: "p", messageId: id, status: "delivered", at, providerResponse: "ok" },
    ...{ carrier: "c", parts: 1, actualCost: { micros: 1, currency: "USD" } },
  },
  "POST /v1/webhooks": { url: "https://example.com", types: [], classes: [], reasons: [], number: "masked" },
  "POST /v1/webhooks/{id}/replay": { since: at },
  "POST /v1/dead-letters/replay": { ...chosen, value: {}, set: { a: 1 } },
  "POST /v1/dead-letters/discard": chosen,
  "POST /v1/in-doubt/{id}": { as: "sent", providerMessageId: "p" },
  "POST /v1/opt-outs": change,
  "POST /v1/opt-outs/check": { to },
  "POST /v1/opt-outs/history": { to },
  "POST /v1/opt-outs/aws-opt-in": { to },
  "POST /v1/opt-outs/import": { file: "f.csv", rows: [{ line: 1, change }] },
  "POST /v1/opt-outs/export": { cursor: "0".repeat(22) },
  "POST /v1/opt-outs/review/{id}": { as: "keep" },
  "POST /v1/inbound": { from: to, to: "+15005550006", text: "hello", at, inboundId: "i", provider: "sns" },
  "POST /v1/forget": { to },
  "POST /console/session": { key },
};

interface Schema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}
interface Operation {
  readonly requestBody?: Schema & { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> };
}
const document = parse(readFileSync("docs/openapi.yaml", "utf8")) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};
const followed = <Part extends Schema>(part: Part): Part => {
  const steps = part.$ref?.slice(2).split("/") ?? [];
  const found = steps.reduce<unknown>((place, step) => (place as Record<string, unknown>)[step], document);
  return part.$ref === undefined ? part : followed(found as Part);
};

type Path = readonly (string | number)[];

/** Every field that a schema has, those within what the body has too. */
const fieldsOf = (given: Schema, body: unknown, path: Path = []): readonly Path[] => {
  const schema = followed(given);
  const one = schema.anyOf?.map(followed).find(({ items, properties }) => (items ?? properties) !== undefined);
  if (one !== undefined) return fieldsOf(one, body, path);
  if (Array.isArray(body) && schema.items !== undefined)
    return body.length === 0 ? [] : fieldsOf(schema.items, body[0], [...path, 0]);
  const values = (typeof body === "object" && body !== null ? body : {}) as Readonly<Record<string, unknown>>;
  const names = new Set([...Object.keys(schema.properties ?? {}), ...(path.length === 0 ? [] : Object.keys(values))]);
  return [...names].flatMap((name) => [
    [...path, name],
    ...fieldsOf(schema.properties?.[name] ?? {}, values[name], [...path, name]),
  ]);
};

const changed = (body: unknown, [step, ...rest]: Path, value: unknown): unknown => {
  if (step === undefined) return value;
  if (Array.isArray(body)) return body.map((one, index) => (index === step ? changed(one, rest, value) : one));
  const values = body as Readonly<Record<string, unknown>>;
  return { ...values, [step]: changed(values[step], rest, value) };
};

const schemas = new Map<string, Schema>(
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { requestBody }]) => {
      const schema = requestBody && followed(requestBody).content?.["application/json"]?.schema;
      const hasFields = schema !== undefined && followed(schema).properties !== undefined;
      return hasFields ? [[`${method.toUpperCase()} ${path}`, schema] as const] : [];
    }),
  ),
);

let stage: SmsStage;
beforeAll(async () => {
  await built();
  stage = await startSmsStage(
    { API_KEYS: `ops:${key}:send+read+otp+admin` },
    { now: new Date("2026-11-27T09:00:00Z") },
  );
}, 120_000);
afterAll(() => stage.stop());

let asked = 0;
/** True where the answer to a body does not refuse it. */
const isTaken = async (door: string, given: unknown): Promise<boolean> => {
  const [method = "", path = ""] = door.split(" ");
  const json = JSON.stringify(given);
  const headers = {
    authorization: `Bearer ${key}`,
    "content-type": "application/json",
    // A DELETE has a body only where its length says so.
    "content-length": String(Buffer.byteLength(json)),
    // Each is a request of its own, whatever came before.
    "idempotency-key": `k${asked++}`,
  };
  const answer = await rawCall(`${stage.url}${path.replace("{id}", id)}`, method, headers, json);
  const { errors, results } = JSON.parse(answer.body === "" ? "{}" : answer.body) as {
    readonly errors?: readonly unknown[];
    readonly results?: readonly { readonly error?: { readonly code: string } }[];
  };
  // A field that all recipients share and that is faulty is answered for each of them.
  if (results?.every(({ error }) => error?.code === "invalid-event") === true) return false;
  return errors === undefined && ![400, 401].includes(answer.status);
};

test("every door that takes fields is in the table", () => {
  expect(Object.keys(bodies).sort()).toEqual([...schemas.keys()].sort());
});

describe.each(Object.keys(bodies))("%s", (door) => {
  const body = bodies[door]!;
  const [method = "", path = ""] = door.split(" ");

  test("takes a whole body, as the document does", async () => {
    expect(requestFault(method, path, body)).toBeUndefined();
    expect(await isTaken(door, body)).toBe(true);
  });

  test("takes null and blanks for a field only where the document says so", async () => {
    const untold: string[] = [];
    for (const field of fieldsOf(schemas.get(door)!, body))
      for (const value of [null, "", "  "]) {
        const given = changed(body, field, value);
        const fault = requestFault(method, path, given);
        if (fault !== undefined && (await isTaken(door, given)))
          untold.push(`${field.join("/")} = ${JSON.stringify(value)}: ${fault}`);
      }
    expect(untold).toEqual([]);
  });
});
