import type { Cancelled } from "../../../src/application/delivery/cancel-parked.js";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { EmbeddedBus } from "../../../src/adapters/http/event-routes.js";
import { createHttpServer, type HttpNeeds, type HttpServer } from "../../../src/adapters/http/server.js";
import { createHashes } from "../../../src/adapters/system/hashes.js";
import type { OutgoingEvent } from "../../../src/application/ports/event-publisher.js";
import { systemClock } from "../../../src/adapters/system/clock.js";
import type { EventRecord } from "../../../src/application/ports/event-source.js";
import { SearchTooSlow } from "../../../src/application/ports/message-log.js";
import { type Journal, JournalUnavailable } from "../../../src/application/ports/journal.js";
import type { Resolved } from "../../../src/application/delivery/resolve-doubt.js";
import type { Accepted } from "../../../src/application/requests/accept-request.js";
import type { Log } from "../../../src/application/ports/log.js";
import { noCampaigns } from "../../support/no-campaigns.js";
import { noReceipts } from "../../support/no-receipts.js";
import { noWebhooks } from "../../support/no-webhooks.js";
import { noDeadLetters } from "../../support/no-dead-letters.js";
import { noMeters } from "../../support/no-meters.js";
import { silentLog } from "../../support/silent-log.js";
import { unaskedConsent } from "../../support/unasked-consent.js";
import { unaskedOperators } from "../../support/unasked-operators.js";
import { createErrorLog } from "../../../src/adapters/system/error-log.js";

const secrets = { web: "s3nd", reader: "r3ad", shop: "c0de", ops: "adm1n" };
const apiKeys = [
  { name: "web", secret: secrets.web, scopes: new Set(["send"]) },
  { name: "reader", secret: secrets.reader, scopes: new Set(["read"]) },
  { name: "shop", secret: secrets.shop, scopes: new Set(["otp"]) },
  { name: "ops", secret: secrets.ops, scopes: new Set(["admin", "send", "read", "otp"]) },
];

const record: EventRecord = {
  topic: "sms.sent",
  partition: 2,
  offset: 7n,
  timestamp: new Date("2026-11-22T10:00:00Z"),
  key: Buffer.from("k"),
  value: Buffer.from('{"status":"sent"}'),
  headers: { ce_id: Buffer.from("1") },
};

/** What stands behind the doors; each test says what it needs to be otherwise. */
let behind: {
  bus: { published: OutgoingEvent[]; asked: unknown[]; events: readonly EventRecord[] };
  journal: Partial<Journal>;
  cancelled: Cancelled;
  listed: unknown[];
  resolve: Resolved;
  losses: number;
  taken: Accepted;
  keys: string[];
  troubles: readonly string[];
  logged: unknown[];
};
const waiting = {
  messageId: "5f9d2c60-9d3f-5f1e-8f0a-1d7b6c1f0a11",
  class: "promotional",
  until: "2026-11-23T04:30:00.000Z",
  because: "quiet-hours/IN",
} as const;
const away = async (): Promise<never> => {
  throw new JournalUnavailable("away");
};
const logged: Log["error"] = (fields, message) => void behind.logged.push([fields, message]);
const log: Log = { ...silentLog, error: logged, warn: logged };
const errorLog = createErrorLog({ log, meters: noMeters });

const bus: EmbeddedBus = {
  publish: async (event) => void behind.bus.published.push(event),
  list: (...asked) => {
    behind.bus.asked.push(asked);
    return behind.bus.events;
  },
};
const journal = new Proxy({} as Journal, {
  get: (_, name: keyof Journal) => behind.journal[name] ?? away,
});
const needs: HttpNeeds = {
  ...unaskedConsent,
  ...unaskedOperators,
  ...{ clock: { ...systemClock, sleep: async () => undefined }, meters: noMeters },
  ...{
    apiKeys,
    hashes: createHashes(Buffer.alloc(32, "k")),
    journal,
    explainMessage: (id: string) => journal.read(id),
    errorLog,
    log,
  },
  events: { bus, topics: ["order.created", "sms.requested"] },
  acceptLoss: async () => {
    behind.losses += 1;
  },
  messageLog: { find: async () => [] },
  metrics: async () => "sms_in_doubt 0\n",
  examine: async () => [],
  takeBulk: async () => ({ kind: "conflict" }),
  revealNumber: async () => null,
  searchMessages: async () => ({ messages: [], next: undefined }),
  openapi: { openapi: "3.1.0" },
  readSpend: async () => ({ scopes: [] }),
  cancelParked: async () => behind.cancelled,
  listScheduled: async (...asked) => {
    behind.listed.push(asked);
    return { messages: [waiting], next: { at: new Date(7), messageId: waiting.messageId } };
  },
  resolveDoubt: async () => behind.resolve,
  sendOtp: async () => ({ kind: "conflict" }),
  acceptRequest: {
    take: async (_, key) => {
      behind.keys.push(key);
      return behind.taken;
    },
    preview: () => {
      throw new TypeError("the text is +919876543210");
    },
  },
  troubles: () => behind.troubles,
  ...noReceipts,
  ...noCampaigns,
  ...noDeadLetters,
  ...noWebhooks,
  verifyOtp: async () => ({ kind: "accepted" }),
  warnings: () => ["weak"],
};

let guarded: { server: HttpServer; url: string };
let open: { server: HttpServer; url: string };
const listening = async (more: Partial<HttpNeeds> = {}) => {
  const server = createHttpServer({ ...needs, ...more });
  return { server, url: await server.listen({ host: "127.0.0.1", port: 0 }) };
};
beforeAll(async () => {
  [guarded, open] = await Promise.all([listening(), listening({ apiKeys: undefined, events: undefined })]);
});
afterAll(() => Promise.all([guarded.server.close(), open.server.close()]));
beforeEach(() => {
  const answer = { messageId: "m", state: "received", encoding: null, segments: null, estimatedCost: null } as const;
  behind = {
    bus: { published: [], asked: [], events: [record] },
    journal: {},
    cancelled: { kind: "cancelled" },
    listed: [],
    resolve: "resolved",
    losses: 0,
    taken: { kind: "accepted", answer },
    keys: [],
    troubles: [],
    logged: [],
  };
});

type Headers = Readonly<Record<string, string>>;
const at = async (url: string, method: string, path: string, body?: BodyInit, headers: Headers = {}) => {
  const answer = await fetch(url + path, { method, headers, ...(body === undefined ? {} : { body }) });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text.startsWith("{") ? JSON.parse(text) : text };
};
const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
const json = { "content-type": "application/json" };
/** As the operator's key, which may do everything. */
const call = (method: string, path: string, body?: BodyInit, headers: Headers = json) =>
  at(guarded.url, method, path, body, { ...bearer(secrets.ops), ...(body === undefined ? {} : headers) });
const problem = (status: number, code: string) => ({
  status,
  body: {
    type: `/docs/problems#${code}`,
    title: expect.stringMatching(/\w/),
    status,
    code,
    detail: expect.stringMatching(/\w/),
  },
});

/** Every door, and the scope that opens it. */
const doors = [
  ["POST", "/v1/messages", "send"],
  ["POST", "/v1/messages/preview", "read"],
  ["GET", "/v1/messages/m", "read"],
  ["POST", "/v1/otp", "otp"],
  ["POST", "/v1/otp/verify", "otp"],
  ["GET", "/v1/scheduled", "read"],
  ["DELETE", "/v1/messages/m", "send"],
  ["GET", "/v1/in-doubt", "admin"],
  ["POST", "/v1/messages/m/reveal", "admin"],
  ["POST", "/v1/in-doubt/m", "admin"],
  ["POST", "/v1/journal/accept-loss", "admin"],
  ["POST", "/v1/events/order.created", "send"],
  ["GET", "/v1/events?topic=sms.sent", "read"],
] as const;
const bodyOf = (method: string) => (method === "POST" ? ([json, "{}"] as const) : ([{}, undefined] as const));

describe("keys", () => {
  test.each(doors)("%s %s without a key: 401 that names the scheme", async (method, path) => {
    const [headers, body] = bodyOf(method);
    const answer = await at(guarded.url, method, path, body, headers);
    expect(answer).toMatchObject(problem(401, "unauthorized"));
    expect(answer.headers.get("www-authenticate")).toBe("Bearer");
    expect(answer.headers.get("content-type")).toMatch(/^application\/problem\+json/);
  });

  test.each<[string, Record<string, string>, string]>([
    ["no JSON", json, "{"],
    ["too large", json, JSON.stringify({ text: "x".repeat(100_000) })],
    ["of another type", { "content-type": "text/plain" }, "hello"],
    ["compressed", { ...json, "content-encoding": "gzip" }, "{}"],
    ["with unknown fields", json, '{"nonsense":1}'],
  ])("a body that is %s is not looked at before its sender's key", async (_, headers, body) => {
    const answer = await at(guarded.url, "POST", "/v1/messages", body, headers);
    expect(answer).toMatchObject(problem(401, "unauthorized"));
  });

  test.each(doors)("%s %s with a key of another scope than %s: 403 that names it", async (method, path, scope) => {
    const [headers, body] = bodyOf(method);
    const secret = scope === "otp" ? secrets.reader : secrets.shop;
    const answer = await at(guarded.url, method, path, body, { ...headers, ...bearer(secret) });
    expect(answer).toMatchObject(problem(403, "forbidden"));
    expect(answer.body.detail).toContain(`scope ${scope}`);
    expect(answer.headers.get("www-authenticate")).toBeNull();
  });

  test.each<[string, string, number]>([
    ["the scheme's case does not matter", `bEARER ${secrets.ops}`, 200],
    ["a secret without its scheme", secrets.ops, 401],
    ["another scheme", `Basic ${secrets.ops}`, 401],
    ["no secret", "Bearer ", 401],
    ["the beginning of a secret", "Bearer adm1", 401],
    ["a secret and more", "Bearer adm1nn", 401],
    ["a name is no secret", "Bearer ops", 401],
    ["two secrets", `Bearer ${secrets.ops} ${secrets.web}`, 401],
    ["another length altogether", `Bearer ${"x".repeat(4_000)}`, 401],
  ])("%s", async (_, authorization, status) => {
    const answer = await at(guarded.url, "GET", "/v1/events?topic=sms.sent", undefined, { authorization });
    expect(answer.status).toBe(status);
  });

  test.each(["/healthz", "/readyz", "/metrics", "/openapi.json"])("%s needs none", async (path) =>
    expect((await at(guarded.url, "GET", path)).status).toBe(200),
  );

  test("without keys everybody may", async () => {
    behind.journal = { inDoubt: async () => [], inDoubtCount: async () => 0 };
    expect(await at(open.url, "GET", "/v1/in-doubt")).toMatchObject({ status: 200, body: { total: 0, messages: [] } });
  });
});

const sends = '{"to":"+919876543210","text":"x"}';

describe("Idempotency-Key", () => {
  test.each<[string, Headers, number]>([
    ["none", {}, 202],
    ["the longest", { "idempotency-key": "k".repeat(200) }, 202],
    ["too long", { "idempotency-key": "k".repeat(201) }, 400],
    ["empty", { "idempotency-key": "" }, 400],
  ])("%s: both doors that take one agree", async (_, headers, status) => {
    const sent = await call("POST", "/v1/messages", sends, { ...json, ...headers });
    const otp = await call("POST", "/v1/otp", '{"to":"1","purpose":"login"}', { ...json, ...headers });
    expect(sent.status).toBe(status);
    expect(otp.status).toBe(status === 202 ? 409 : status);
    expect(behind.keys).toHaveLength(status === 202 ? 1 : 0);
  });

  test("is the caller's own, and says nothing of itself where it travels", async () => {
    const key = { "idempotency-key": "+919876543210" };
    await call("POST", "/v1/messages", sends, { ...json, ...key });
    await at(guarded.url, "POST", "/v1/messages", sends, { ...json, ...key, ...bearer(secrets.web) });
    await call("POST", "/v1/messages", sends, { ...json, ...key });
    const [ops, web, again] = behind.keys;
    expect(again).toBe(ops);
    expect(web).not.toBe(ops);
    for (const made of behind.keys) expect(made).toMatch(/^[\w-]{22}$/);
  });

  test("without one each request is another", async () => {
    for (let n = 0; n < 2; n += 1) await call("POST", "/v1/messages", sends);
    expect(new Set(behind.keys).size).toBe(2);
  });
});

describe("what a request comes to", () => {
  const faults = [{ pointer: "/to", message: "is no string" }];
  test.each<[Accepted, number, string, object]>([
    [{ kind: "conflict" }, 409, "idempotency-conflict", {}],
    [{ kind: "refused", refusal: { reason: "message-empty", detail: "Nothing to say" } }, 422, "message-empty", {}],
    [{ kind: "invalid", faults }, 422, "invalid-event", { errors: faults }],
  ])("%o", async (taken, status, code, more) => {
    behind.taken = taken;
    expect(await call("POST", "/v1/messages", "{}")).toMatchObject({
      status,
      body: { ...problem(status, code).body, ...more },
    });
  });

  test.each<[string, string, string, string | undefined]>([
    ["a message", "GET", "/v1/messages/m", undefined],
    ["the list in doubt", "GET", "/v1/in-doubt", undefined],
  ])("%s while the journal is away: 503, logged by route", async (_, method, path, body) => {
    const answer = await call(method, path, body);
    expect(answer).toMatchObject(problem(503, "unavailable"));
    const route = path.replace(/\/m$/, "/:id");
    expect(behind.logged).toEqual([
      [
        { method, route, status: 503, requestId: expect.any(String), cause: "JournalUnavailable" },
        "a request could not be answered",
      ],
    ]);
  });

  test("a mistake of ours: 500, and nothing of its message anywhere", async () => {
    const answer = await call("POST", "/v1/messages/preview", "{}");
    expect(answer).toMatchObject(problem(500, "internal"));
    expect(JSON.stringify([answer.body, behind.logged])).not.toContain("98765");
    expect(behind.logged).toEqual([[expect.objectContaining({ cause: "TypeError", status: 500 }), expect.any(String)]]);
  });

  test.each<[string, string, string | undefined, Headers, number, string]>([
    ["no such path", "/v1/nothing", "{}", json, 404, "not-found"],
    ["no JSON", "/v1/messages", "{", json, 400, "bad-request"],
    ["another type", "/v1/messages", "a", { "content-type": "text/csv" }, 415, "unsupported-media-type"],
    ["too much", "/v1/messages", `"${"x".repeat(65_536)}"`, json, 413, "payload-too-large"],
  ])("%s is a problem too, and nobody's to log", async (_, path, body, headers, status, code) => {
    expect(await call("POST", path, body, headers)).toMatchObject(problem(status, code));
    expect(behind.logged).toEqual([]);
  });
});

describe("events", () => {
  const published = () =>
    behind.bus.published.map(({ topic, key, value, headers }) => ({ topic, key, value, headers }));

  test.each<[string, BodyInit | undefined, Headers, Buffer | null]>([
    ["JSON is not touched", '{ "a": 1 }', json, Buffer.from('{ "a": 1 }')],
    ["bytes that are no UTF-8, though they say so", Buffer.from([0xff, 0x00]), json, Buffer.from([0xff, 0x00])],
    ["JSON of a kind", "{}", { "content-type": "application/cloudevents+json; charset=utf-8" }, Buffer.from("{}")],
    ["what is no JSON, though it says so", "{", json, Buffer.from("{")],
    ["nothing is null", undefined, {}, null],
  ])("%s", async (_, body, headers, value) => {
    expect(await call("POST", "/v1/events/order.created", body, headers)).toMatchObject({
      status: 202,
      body: { topic: "order.created" },
    });
    expect(published()).toEqual([{ topic: "order.created", key: null, value, headers: {} }]);
  });

  test("CloudEvents attributes, trace and key go along, nothing else does", async () => {
    const given = { ce_id: "1", ce_source: "/s", traceparent: "00-1", "x-event-key": "k", "x-other": "no" };
    await call("POST", "/v1/events/order.created", "{}", { ...json, ...given });
    const headers = { ce_id: "1", ce_source: "/s", traceparent: "00-1" };
    expect(published()).toMatchObject([{ key: "k", headers }]);
    expect(Object.keys(published()[0]!.headers)).toHaveLength(3);
  });

  test.each<[string, string, string, string | undefined, number, string]>([
    ["a topic that nothing routes", "POST", "/v1/events/weather.changed", "{}", 404, "not-found"],
    ["an output is not published to", "POST", "/v1/events/sms.sent", "{}", 404, "not-found"],
    ["a list of no topic", "GET", "/v1/events", undefined, 400, "bad-request"],
    [
      "more than a log takes",
      "POST",
      "/v1/events/order.created",
      "x".repeat(1024 * 1024 + 1),
      413,
      "payload-too-large",
    ],
  ])("%s", async (_, method, path, body, status, code) => {
    expect(await call(method, path, body)).toMatchObject(problem(status, code));
    expect(published()).toEqual([]);
  });

  test("a record above a door's 64 KiB is taken: it is an event's limit here", async () =>
    expect((await call("POST", "/v1/events/order.created", "x".repeat(100_000))).status).toBe(202));

  test.each<[string, Partial<EventRecord>, object]>([
    ["a JSON value is shown as JSON", {}, { value: { status: "sent" }, key: "k", headers: { ce_id: "1" } }],
    ["any other as text", { value: Buffer.from("{") }, { value: "{" }],
    ["none as null", { value: null, key: null }, { value: null, key: null }],
  ])("listed: %s", async (_, change, shown) => {
    behind.bus.events = [{ ...record, ...change }];
    const { body } = await call("GET", "/v1/events?topic=sms.sent");
    const place = { topic: "sms.sent", partition: 2, offset: "7", timestamp: "2026-11-22T10:00:00.000Z" };
    expect(body.events).toEqual([expect.objectContaining({ ...place, ...shown })]);
    expect(behind.bus.asked).toEqual([["sms.sent", 1_000]]);
  });

  test("with Kafka there are no such doors", async () =>
    expect(await at(open.url, "GET", "/v1/events?topic=sms.sent")).toMatchObject(problem(404, "not-found")));
});

describe("what only an operator decides", () => {
  test("in doubt: how many, and the oldest", async () => {
    const since = new Date("2026-11-22T10:00:00Z");
    const asked: number[] = [];
    behind.journal = {
      inDoubtCount: async () => 7,
      inDoubt: async (limit) => {
        asked.push(limit);
        return [{ messageId: "m", since }];
      },
    };
    expect((await call("GET", "/v1/in-doubt")).body).toEqual({
      total: 7,
      messages: [{ messageId: "m", since: since.toISOString() }],
    });
    expect(asked).toEqual([1_000]);
  });

  test.each<[Resolved, number, object]>([
    ["resolved", 200, { messageId: "m", state: "sent" }],
    ["repeated", 200, { messageId: "m", state: "sent" }],
    ["not-in-doubt", 409, { code: "not-in-doubt" }],
    ["unknown-message", 404, { code: "not-found" }],
  ])("%s: %i", async (resolved, status, body) => {
    behind.resolve = resolved;
    expect(await call("POST", "/v1/in-doubt/m", '{"as":"sent"}')).toMatchObject({ status, body });
  });

  test.each(["{}", '{"as":"perhaps"}', "null", '"sent"', "[]"])("%s says no end: 422 by pointer", async (body) => {
    expect(await call("POST", "/v1/in-doubt/m", body)).toMatchObject({
      status: 422,
      body: { code: "invalid-event", errors: [{ pointer: "/as", message: "must be sent or failed" }] },
    });
  });

  test("a lost journal is accepted", async () => {
    expect(await call("POST", "/v1/journal/accept-loss", "{}")).toMatchObject({
      status: 200,
      body: { accepted: true },
    });
    expect(behind.losses).toBe(1);
  });
});

describe("health", () => {
  test.each<[string, readonly string[], number, object]>([
    ["ready, and open about what is weak", [], 200, { ready: true, reasons: [], warnings: ["weak"] }],
    ["not ready, and why", ["journal-lost"], 503, { ready: false, reasons: ["journal-lost"], warnings: ["weak"] }],
  ])("%s", async (_, troubles, status, body) => {
    behind.troubles = troubles;
    expect(await at(open.url, "GET", "/readyz")).toMatchObject({ status, body });
    expect(await at(open.url, "GET", "/healthz")).toMatchObject({ status: 200, body: { status: "ok" } });
  });

  test("metrics are Prometheus text, the description is OpenAPI", async () => {
    const { body, headers } = await at(open.url, "GET", "/metrics");
    expect([body, headers.get("content-type")]).toEqual(["sms_in_doubt 0\n", "text/plain; version=0.0.4"]);
    expect((await at(open.url, "GET", "/openapi.json")).body).toEqual({ openapi: "3.1.0" });
  });
});

describe("what waits", () => {
  test("is listed a page after the other; a cursor that is none is refused", async () => {
    const first = await call("GET", "/v1/scheduled");
    expect(first).toMatchObject({ status: 200, body: { messages: [waiting] } });
    await call("GET", `/v1/scheduled?cursor=${first.body.next}`);
    expect(behind.listed).toEqual([
      [undefined, 100],
      [{ at: new Date(7), messageId: waiting.messageId }, 100],
    ]);
    expect(await call("GET", "/v1/scheduled?cursor=none")).toMatchObject(problem(422, "invalid-event"));
  });

  test.each<[Cancelled, number, object]>([
    [{ kind: "cancelled" }, 200, { messageId: "m", state: "failed", reason: "cancelled" }],
    [{ kind: "not-cancellable", state: "sent" }, 409, { code: "not-cancellable", state: "sent" }],
    [{ kind: "unknown-message" }, 404, { code: "not-found" }],
  ])("%j is answered %i", async (cancelled, status, body) => {
    behind.cancelled = cancelled;
    expect(await call("DELETE", "/v1/messages/m")).toMatchObject({ status, body });
  });
});

test("a search that reads for too long says how to narrow it", async () => {
  const slow = await listening({
    searchMessages: async () => {
      throw new SearchTooSlow("The search took too long");
    },
  });
  try {
    const answer = await fetch(`${slow.url}/v1/messages`, { headers: { authorization: `Bearer ${secrets.reader}` } });
    expect([answer.status, await answer.json()]).toEqual([
      503,
      expect.objectContaining({
        code: "search-too-slow",
        detail: "The search took longer than 3 s; narrow the time with since and until",
      }),
    ]);
  } finally {
    await slow.server.close();
  }
});
