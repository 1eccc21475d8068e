import { afterAll, beforeAll, expect, test } from "vitest";
import { createHttpServer, type HttpNeeds, type HttpServer } from "../../../src/adapters/http/server.js";
import { createHashes } from "../../../src/adapters/system/hashes.js";
import { systemClock } from "../../../src/adapters/system/clock.js";
import type { EventRecord } from "../../../src/application/ports/event-source.js";
import { noReceipts } from "../../support/no-receipts.js";
import { noDeadLetters } from "../../support/no-dead-letters.js";
import { noMeters } from "../../support/no-meters.js";
import { silentLog } from "../../support/silent-log.js";
import { unaskedConsent } from "../../support/unasked-consent.js";
import { unaskedOperators } from "../../support/unasked-operators.js";
import { silentErrorLog } from "../../support/silent-error-log.js";

const deep = `${"[".repeat(20_000)}${"]".repeat(20_000)}`;
const record = (value: Buffer): EventRecord => ({
  ...{ topic: "sms.dead-letter", partition: 0, offset: 0n, timestamp: new Date(0), key: null, headers: {} },
  value,
});
const taken: unknown[] = [];
const answer = { messageId: "m", state: "received", encoding: null, segments: null, estimatedCost: null } as const;
const needs: HttpNeeds = {
  ...unaskedConsent,
  ...unaskedOperators,
  ...{ clock: { ...systemClock, sleep: async () => undefined }, meters: noMeters },
  ...{
    acceptLoss: async () => {},
    apiKeys: undefined,
    errorLog: silentErrorLog,
    log: silentLog,
    metrics: async () => "",
    openapi: {},
  },
  ...{ troubles: () => [], warnings: () => [] },
  events: {
    bus: { publish: async () => {}, list: () => [record(Buffer.from(deep)), record(Buffer.from('{"a":1}'))] },
    topics: [],
  },
  hashes: createHashes(Buffer.alloc(32, "k")),
  journal: {} as HttpNeeds["journal"],
  messageLog: { find: async () => [] },
  readSpend: async () => ({ scopes: [] }),
  cancelParked: async () => ({ kind: "cancelled" }),
  listScheduled: async () => ({ messages: [], next: undefined }),
  resolveDoubt: async () => "resolved",
  examine: async () => [],
  takeBulk: async () => ({ kind: "conflict" }),
  searchMessages: async () => ({ messages: [], next: undefined }),
  sendOtp: async () => ({ kind: "conflict" }),
  acceptRequest: {
    take: async (body) => {
      taken.push(body);
      return { kind: "accepted", answer };
    },
    preview: () => {
      throw new Error("not asked for");
    },
  },
  ...noReceipts,
  ...noDeadLetters,
  verifyOtp: async () => ({ kind: "accepted" }),
};

let server: HttpServer;
let url: string;
beforeAll(async () => {
  server = createHttpServer(needs);
  url = await server.listen({ host: "127.0.0.1", port: 0 });
});
afterAll(() => server.close());

const json = "application/json";
const sends = '{"to":"+919876543210","text":"x"}';

test.each<[string, string, BodyInit, number]>([
  ["JSON", json, sends, 202],
  ["JSON with its character set", `${json}; charset=utf-8`, sends, 202],
  [
    "no UTF-8: its characters would be replaced",
    json,
    new Uint8Array(Buffer.from('{"to":"+919876543210","text":"caf\xe9"}', "latin1")),
    400,
  ],
  ["no JSON", json, "{bad", 400],
  ["nothing", json, "", 400],
  ["a prototype is no field", json, '{"to":"1","text":"x","__proto__":{"a":1}}', 400],
  ["JSON that calls itself text", "text/plain", sends, 415],
  ["a form", "application/x-www-form-urlencoded", "to=1", 415],
])("a body of %s", async (_, type, body, status) => {
  taken.length = 0;
  const response = await fetch(`${url}/v1/messages`, { method: "POST", headers: { "content-type": type }, body });
  expect(response.status).toBe(status);
  expect(taken).toHaveLength(status === 202 ? 1 : 0);
  if (status === 202) return;
  expect(response.headers.get("content-type")).toMatch(/^application\/problem\+json/);
  expect(await response.json()).toMatchObject({
    status,
    code: status === 415 ? "unsupported-media-type" : "bad-request",
  });
});

test("an address with a broken escape is answered with a problem document", async () => {
  const response = await fetch(`${url}/v1/messages/%zz`);
  expect(response.status).toBe(400);
  expect(response.headers.get("content-type")).toMatch(/^application\/problem\+json/);
  expect(await response.json()).toMatchObject({ type: "/docs/problems#bad-request", code: "bad-request" });
});

test("one record that is too deep to be written as JSON does not hide the others", async () => {
  const response = await fetch(`${url}/v1/events?topic=sms.dead-letter`);
  expect(response.status).toBe(200);
  const { events } = (await response.json()) as { events: readonly { value: unknown }[] };
  expect(events.map(({ value }) => value)).toEqual([deep, { a: 1 }]);
});
