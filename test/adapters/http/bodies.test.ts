import { connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { answerClientError } from "../../../src/adapters/http/client-error.js";
import { createHttpServer, type HttpNeeds, type HttpServer } from "../../../src/adapters/http/server.js";
import { createHashes } from "../../../src/adapters/system/hashes.js";
import { systemClock } from "../../../src/adapters/system/clock.js";
import type { EventRecord } from "../../../src/application/ports/event-source.js";
import { noCampaigns } from "../../support/no-campaigns.js";
import { noReceipts } from "../../support/no-receipts.js";
import { noWebhooks } from "../../support/no-webhooks.js";
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
    explainMessage: async () => undefined,
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
  revealNumber: async () => null,
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
  ...noCampaigns,
  ...noDeadLetters,
  ...noWebhooks,
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
  ["JSON that is nested too deep to be walked", json, `{"to":"1","text":"x","variables":${deep}}`, 400],
  ["brackets in a text, which nest nothing", json, `{"to":"1","text":"${'\\"['.repeat(200)}"}`, 202],
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
  const response = await fetch(`${url}/v1/messages/%zz`, { headers: { "x-request-id": "mine" } });
  expect([response.status, response.headers.get("x-request-id")]).toEqual([400, "mine"]);
  expect(response.headers.get("content-type")).toMatch(/^application\/problem\+json/);
  expect(await response.json()).toMatchObject({ type: "/docs/problems#bad-request", code: "bad-request" });
});

/** What the bytes of a request that Node itself refuses are answered with. */
const answered = (request: string) =>
  new Promise<{ status: number; type: string | undefined; body: unknown }>((resolve, reject) => {
    const { hostname, port } = new URL(url);
    let text = "";
    const socket = connect(Number(port), hostname, () => socket.write(request));
    socket.on("data", (data) => {
      text += data.toString();
    });
    socket.on("error", reject);
    socket.on("close", () => {
      const [head = "", body = ""] = text.split("\r\n\r\n");
      const type = /content-type: (\S+)/iu.exec(head)?.[1];
      resolve({ status: Number(head.split(" ")[1]), type, body: JSON.parse(body) });
    });
  });

test.each([
  ["no HTTP", "hello\r\n\r\n", 400, "bad-request"],
  [
    "headers of 20 KiB",
    `GET /healthz HTTP/1.1\r\nHost: localhost\r\nCookie: ${"x".repeat(20_000)}\r\n\r\n`,
    431,
    "headers-too-large",
  ],
  ["an address of 20 KiB", `GET /${"x".repeat(20_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`, 431, "headers-too-large"],
  ["a header without a name", "GET / HTTP/1.1\r\nHost: localhost\r\n: x\r\n\r\n", 400, "bad-request"],
])("what Node refuses is a problem document: %s", async (_, request, status, code) => {
  expect(await answered(request)).toEqual({
    status,
    type: "application/problem+json",
    body: expect.objectContaining({ type: `/docs/problems#${code}`, status, code }),
  });
});

test.each([
  ["a request that stalls", "ERR_HTTP_REQUEST_TIMEOUT", /^HTTP\/1.1 408 .*"code":"request-timeout"/su],
  ["a connection that is gone", "ECONNRESET", /^$/u],
])("an error of a connection: %s", (_, code, answer) => {
  let written = "";
  const socket = {
    destroyed: false,
    writable: true,
    end: (text: string) => {
      written += text;
    },
    destroy: () => undefined,
  };
  answerClientError(Object.assign(new Error("x"), { code }), socket as never);
  expect(written).toMatch(answer);
});

test("an id that is too long for an address is a problem document", async () => {
  const response = await fetch(`${url}/v1/messages/${"9".repeat(3_000)}`);
  expect(response.status).toBe(414);
  expect(response.headers.get("content-type")).toMatch(/^application\/problem\+json/);
});

test("what a stranger wrote is answered without anything that a terminal would obey", async () => {
  const response = await fetch(`${url}/v1/messages`, {
    method: "POST",
    headers: { "content-type": json },
    body: '{"a\u001b[2J": \u001b}',
  });
  expect(response.status).toBe(400);
  expect(((await response.json()) as { detail: string }).detail).not.toMatch(/\p{Cc}/u);
});

test("one record that is too deep to be written as JSON does not hide the others", async () => {
  const response = await fetch(`${url}/v1/events?topic=sms.dead-letter`);
  expect(response.status).toBe(200);
  const { events } = (await response.json()) as { events: readonly { value: unknown }[] };
  expect(events.map(({ value }) => value)).toEqual([deep, { a: 1 }]);
});
