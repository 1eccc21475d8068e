import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { readConfig } from "../../src/adapters/environment/config.js";
import type { SimulatedMessage } from "../../src/adapters/simulator/simulated-message.js";
import { systemClock } from "../../src/adapters/system/clock.js";
import { type RunningService, startService } from "../../src/composition/service.js";

const quiet = { HTTP_PORT: "0", SIMULATOR_PORT: "0", LOG_LEVEL: "silent" };
const customer = "+919876543210";

/** Noon in India, whenever the test runs: promotional texts need not wait for the morning. */
const shiftMs = new Date(new Date().toISOString().replace(/T.*/, "T06:30:00Z")).getTime() - Date.now();
const noon = (): Date => new Date(Date.now() + shiftMs);

let service: RunningService;
beforeAll(async () => {
  service = await startService(readConfig(quiet), (services) =>
    services.provide("clock", [], () => ({ ...systemClock, now: noon })),
  );
});
afterAll(async () => {
  expect(await service.stop()).toBe(true);
  expect(await service.stop()).toBe(true);
});

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: what comes over HTTP is looked at, not trusted
  readonly body: any;
}

const callAt = async (
  url: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> => {
  const json = body === undefined ? {} : { "content-type": "application/json" };
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: { ...json, ...headers },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  const isJson = /json/.test(answer.headers.get("content-type") ?? "");
  return { status: answer.status, headers: answer.headers, body: isJson ? JSON.parse(text) : text };
};
const call = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
  callAt(service.url, method, path, body, headers);
const phones = (method: string, path: string, body?: unknown) => callAt(service.inbox!, method, path, body);

const texts = async (to?: string): Promise<readonly SimulatedMessage[]> =>
  (await phones("GET", `/api/messages${to === undefined ? "" : `?to=${encodeURIComponent(to)}`}`)).body.messages;

const outcomesOf = async (topic = "sms.failed") => (await call("GET", `/v1/events?topic=${topic}`)).body.events;

/** Asks until it holds: the service works by itself. */
const until = async <Result>(ask: () => Promise<Result | undefined | false>, ms = 15_000): Promise<Result> => {
  for (const end = Date.now() + ms; ; await sleep(20)) {
    const result = await ask();
    if (result !== undefined && result !== false) return result;
    if (Date.now() > end) throw new Error("It did not come to pass");
  }
};
const ended = (id: string) =>
  until(async () => {
    const { body } = await call("GET", `/v1/messages/${id}`);
    return body.outcome === null ? undefined : body;
  });
const send = async (body: object) => (await call("POST", "/v1/messages", body)).body.messageId as string;

afterEach(async () => {
  await phones("DELETE", "/api/faults");
});

const problemOf = (status: number, code: string) => ({
  status,
  headers: expect.toSatisfy((headers: Headers) =>
    /^application\/problem\+json/.test(headers.get("content-type") ?? ""),
  ),
  body: expect.objectContaining({
    type: `/docs/problems#${code}`,
    title: expect.any(String),
    status,
    code,
    detail: expect.stringMatching(/\w/),
  }),
});

describe("the samples", () => {
  test("order.created and driver.assigned: four texts on three phones, four sms.sent", async () => {
    const before = (await outcomesOf("sms.sent")).length;
    await phones("DELETE", "/api/messages");
    for (const topic of ["order.created", "driver.assigned"]) {
      const sample = readFileSync(`data/samples/${topic}.json`, "utf8");
      expect((await call("POST", `/v1/events/${topic}`, sample)).status).toBe(202);
    }
    const sent = await until(async () => {
      const events = await outcomesOf("sms.sent");
      return events.length === before + 4 && events.slice(before);
    });
    const all = await texts();
    expect(all).toHaveLength(4);
    expect(new Set(all.map(({ phone }) => phone)).size).toBe(3);
    for (const { encoding, segments } of all) expect([encoding, segments]).toEqual(["GSM-7", 1]);
    for (const { key, value, headers } of sent) {
      expect(value).toMatchObject({
        status: "sent",
        estimatedCost: { micros: 6_450, currency: "USD" },
        gateway: "sns",
      });
      expect(key).not.toContain("98765");
      expect(headers).toMatchObject({ ce_type: "sms.sent", ce_source: "/sms-service", ce_specversion: "1.0" });
      expect(all.map(({ messageId }) => messageId)).toContain(value.providerMessageId);
    }
    expect(await texts(customer)).toHaveLength(2);
  });
});

describe("POST /v1/messages", () => {
  const body = { to: "098765 43210", text: "Your order has been confirmed.", reference: "r-1" };

  test("202 with what is known, and the text arrives", async () => {
    await phones("DELETE", "/api/messages");
    const { status, body: answer } = await call("POST", "/v1/messages", body);
    expect(status).toBe(202);
    expect(answer).toEqual({
      messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      state: "received",
      encoding: "GSM-7",
      segments: 1,
      estimatedCost: { micros: 6_450, currency: "USD" },
    });
    // The phone's receipt may come before this looks, or after.
    const { receipt, state, ...explained } = await ended(answer.messageId);
    expect(state).toBe(receipt === undefined ? "sent" : "delivered");
    expect(explained).toEqual({
      messageId: answer.messageId,
      class: "transactional",
      to: "+9198••••3210",
      timeline: ["received", "open", "sending", "sent"].map((state) => ({ at: expect.stringMatching(/Z$/), state })),
      trace: expect.arrayContaining([
        { rule: "number", verdict: "pass", observed: expect.any(String), consequence: expect.any(String) },
        { rule: "gateway", verdict: "pass", observed: expect.any(String), consequence: expect.any(String) },
      ]),
      outcome: expect.objectContaining({ status: "sent", reference: "r-1", to: "+9198••••3210" }),
    });
    expect(JSON.stringify([receipt, explained])).not.toContain("9876543210");
    expect((await texts(customer)).map(({ text }) => text)).toEqual([body.text]);
  });

  test("Idempotency-Key: the first answer again; another body is a conflict", async () => {
    const headers = { "idempotency-key": "k-1" };
    const first = await call("POST", "/v1/messages", body, headers);
    await ended(first.body.messageId);
    const again = await call("POST", "/v1/messages", body, headers);
    expect([again.status, again.body]).toEqual([202, first.body]);
    const other = await call("POST", "/v1/messages", { ...body, text: "Another" }, headers);
    expect(other).toEqual(problemOf(409, "idempotency-conflict"));
  });

  test.each([
    ["no number", { ...body, to: "12" }, "invalid-phone-number"],
    ["a landline", { ...body, to: "+912222222222" }, "number-type-not-allowed"],
    ["no such template", { to: customer, template: "none" }, "template-unknown"],
    [
      "missing variables",
      { to: customer, template: "order_confirmation", variables: {} },
      "template-variables-invalid",
    ],
    ["nothing to say", { ...body, text: "" }, "message-empty"],
    ["too much to say", { ...body, text: "long ".repeat(500) }, "message-too-long"],
  ])("422: %s", async (_, refused, code) => {
    expect(await call("POST", "/v1/messages", refused)).toEqual(problemOf(422, code));
  });

  test("422 with every faulty field by pointer", async () => {
    const answer = await call("POST", "/v1/messages", { to: 7, text: "a", maxParts: 0 });
    expect(answer).toEqual(problemOf(422, "invalid-event"));
    expect(answer.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(["/to", "/maxParts"]);
  });

  test.each([
    ["what is no JSON", "{", 400],
    ["more than a door takes", JSON.stringify({ ...body, text: "x".repeat(70_000) }), 413],
  ])("%s is refused as a problem, too", async (_, given, status) => {
    expect(await call("POST", "/v1/messages", given)).toEqual(
      problemOf(status, status === 413 ? "payload-too-large" : "bad-request"),
    );
  });
});

describe("POST /v1/messages/preview", () => {
  test("what it would say, cost and do; nothing is sent", async () => {
    await phones("DELETE", "/api/messages");
    const { status, body } = await call("POST", "/v1/messages/preview", {
      to: customer,
      template: "order_confirmation",
      variables: { order_number: "ORD-1", delivery_time: "30 minutes", track_url: "https://t.example/1" },
    });
    expect([status, body]).toEqual([
      200,
      {
        decision: "send",
        text: expect.stringContaining("ORD-1"),
        encoding: "GSM-7",
        segments: 1,
        parts: [expect.any(String)],
        edits: [],
        offenders: [],
        estimatedCost: { micros: 6_450, currency: "USD" },
        trace: expect.arrayContaining([expect.objectContaining({ rule: "number", verdict: "pass" })]),
      },
    ]);
    expect(await texts()).toEqual([]);
  });

  test("a refusal still shows text, encoding and parts", async () => {
    const { status, body } = await call("POST", "/v1/messages/preview", { to: "12", text: "नमस्ते" });
    expect([status, body]).toMatchObject([
      200,
      {
        decision: "refuse",
        reason: "invalid-phone-number",
        detail: expect.any(String),
        text: "नमस्ते",
        encoding: "UCS-2",
        segments: 1,
      },
    ]);
  });

  test("a deferral says until when", async () => {
    const sendAt = new Date(noon().getTime() + 3_600_000).toISOString();
    const { body } = await call("POST", "/v1/messages/preview", { to: customer, text: "a", sendAt });
    expect(body).toMatchObject({ decision: "defer", until: sendAt });
  });

  test("422 for what is no request", async () => {
    expect(await call("POST", "/v1/messages/preview", {})).toEqual(problemOf(422, "invalid-event"));
  });
});

test("an event whose text is to wait for ever ends, and is told why", async () => {
  const event = { to: customer, text: "much later", sendAt: "9999-12-31T23:59:59Z", reference: "for-ever" };
  expect((await call("POST", "/v1/events/sms.requested", event)).status).toBe(202);
  const failed = await until(async () =>
    (await outcomesOf()).find(({ value }: { value: { reference?: string } }) => value.reference === "for-ever"),
  );
  expect(failed.value).toMatchObject({
    reason: "deadline-passed",
    detail: expect.stringMatching(/^The text asks to wait until 9999-12-31T23:59:59\.000Z, and may wait 366 days/u),
  });
});

describe("GET /v1/messages/{id}", () => {
  test("404 for what it does not know", async () => {
    expect(await call("GET", "/v1/messages/none")).toEqual(problemOf(404, "not-found"));
  });

  test("a message that waits shows its trace and no outcome", async () => {
    const sendAt = new Date(noon().getTime() + 3_600_000).toISOString();
    const wait = { until: sendAt, because: `send-at, ${sendAt}: it waits until then` };
    const taken = await call("POST", "/v1/messages", { to: customer, text: "later", sendAt });
    expect(taken).toMatchObject({ status: 202, body: { state: "received", ...wait } });
    const id = taken.body.messageId;
    const explained = await until(async () => {
      const { body } = await call("GET", `/v1/messages/${id}`);
      return body.state === "deferred" && body;
    });
    expect(explained).toMatchObject({ outcome: null, ...wait, class: "transactional", to: "+9198••••3210" });
    expect(explained.trace).toContainEqual(expect.objectContaining({ rule: "send-at", verdict: "defer" }));
    const told = (await outcomesOf("sms.deferred")).map(({ value }: { value: object }) => value);
    expect(told).toContainEqual(expect.objectContaining({ messageId: id, status: "deferred", ...wait }));

    const listed = (await call("GET", "/v1/scheduled")).body.messages;
    expect(listed).toContainEqual({ messageId: id, class: "transactional", ...wait });
    const parked = async () =>
      /sms_parked\{class="transactional"\} (\d+)/.exec((await call("GET", "/metrics")).body)?.[1];
    const before = Number(await parked());
    expect(before).toBeGreaterThan(0);
    // A second time as well: the answer to the first may have been lost.
    for (const _ of [1, 2])
      expect(await call("DELETE", `/v1/messages/${id}`)).toMatchObject({ status: 200, body: { reason: "cancelled" } });
    expect(await call("GET", `/v1/messages/${id}`)).toMatchObject({
      body: { state: "failed", outcome: { reason: "cancelled" } },
    });
    expect(Number(await parked())).toBe(before - 1);
    expect((await call("GET", "/v1/scheduled")).body.messages).not.toContainEqual(
      expect.objectContaining({ messageId: id }),
    );
  });
});

describe("each fault of the phones' network", () => {
  const number = "+919876500001";
  const text = { to: number, text: "Hello" };
  const promotional = { ...text, text: "Hello. Reply STOP to end", class: "promotional" };
  let row = 0;
  test.each([
    ["throttle", 2, text, "sent", null, 3, 1],
    ["reject", 1, text, "failed", "gateway-rejected", 1, 0],
    ["slow", 1, text, "sent", null, 1, 1],
    ["cut", 1, text, "sent", null, 2, 2],
    ["cut", 2, text, "failed", "outcome-unknown", 2, 2],
    ["500", 1, text, "sent", null, 2, 1],
    ["cut", 1, promotional, "failed", "outcome-unknown", 1, 1],
  ])("%s, %i times: %o", async (kind, times, body, status, reason, attempts, arrived) => {
    row += 1;
    const to = `+9198766000${10 + row}`;
    await phones("PUT", "/api/faults", { kind, number: to, times, ms: 100 });
    const id = await send({ ...body, to });
    expect((await ended(id)).outcome).toMatchObject({ status, reason, attempts });
    expect(await texts(to)).toHaveLength(arrived);
  });

  test("hang: beyond the time-out it is asked once more, other texts go on meanwhile", async () => {
    await phones("PUT", "/api/faults", { kind: "hang", number, times: 1 });
    const id = await send(text);
    const other = await send({ to: customer, text: "meanwhile" });
    await ended(other);
    expect((await call("GET", `/v1/messages/${id}`)).body.outcome).toBeNull();
    expect((await ended(id)).outcome).toMatchObject({ status: "sent", attempts: 2 });
  }, 30_000);
});

describe("events that are none", () => {
  test("a broken schema: one sms.failed naming every field, and a dead letter", async () => {
    await call(
      "POST",
      "/v1/events/payment.confirmed",
      { orderNumber: "ORD-7", amount: "x" },
      { ce_id: "broken-1", ce_source: "/t" },
    );
    const failed = await until(async () =>
      (await outcomesOf()).find(
        ({ value }: { value: { source: { eventId: string } } }) => value.source.eventId === "broken-1",
      ),
    );
    expect(failed.value).toMatchObject({ reason: "invalid-event", to: null, correlationId: "ORD-7" });
    for (const field of ["customer", "amount", "currency", "method"])
      expect(failed.value.detail).toMatch(new RegExp(`\\b${field} is `));
    expect(failed.key).toBe(failed.value.messageId);
    const letters = await until(async () => {
      const found = await outcomesOf("sms.dead-letter");
      return found.some(({ headers }: Answer["body"]) => headers.ce_id === "broken-1") && found;
    });
    expect(letters.at(-1).headers).toMatchObject({
      "sms-cause": "invalid-event",
      "kafka_dlt-original-topic": "payment.confirmed",
    });
  });

  test("bytes that are no JSON: a dead letter only, and the next record proceeds", async () => {
    await call("POST", "/v1/events/delivery.completed", "{", { ce_id: "broken-2" });
    const id = await send({ to: customer, text: "next" });
    await ended(id);
    const letters = await until(async () => {
      const found = await outcomesOf("sms.dead-letter");
      return found.find(({ headers }: Answer["body"]) => headers.ce_id === "broken-2");
    });
    expect(letters).toMatchObject({ value: "{", headers: { "sms-cause": "bad-json" } });
  });

  test("the same event twice: one text, the same outcome twice", async () => {
    const event = { orderNumber: "ORD-8", customer: { phone: "+919876500009" } };
    for (let n = 0; n < 2; n += 1)
      await call("POST", "/v1/events/delivery.completed", event, { ce_id: "twice", ce_source: "/t" });
    const both = await until(async () => {
      const found = (await outcomesOf("sms.sent")).filter(
        ({ value }: Answer["body"]) => value.source.eventId === "twice",
      );
      return found.length === 2 && found;
    });
    expect(both[0].value).toEqual(both[1].value);
    expect(both[0].headers.ce_id).toBe(both[1].headers.ce_id);
    expect(await texts("+919876500009")).toHaveLength(1);
  });

  test("a topic that is none: 404; a list without a topic: 400", async () => {
    expect(await call("POST", "/v1/events/weather.changed", {})).toEqual(problemOf(404, "not-found"));
    expect(await call("GET", "/v1/events")).toEqual(problemOf(400, "bad-request"));
  });
});

describe("codes", () => {
  test("sent, verified once, and told apart from nothing else", async () => {
    const to = "+919876500010";
    const sent = await call("POST", "/v1/otp", { to, purpose: "login" });
    expect(sent).toMatchObject({
      status: 201,
      body: { verificationId: expect.stringMatching(/^[0-9a-f-]{36}$/), to: "+9198••••0010", segments: 1 },
    });
    expect(Date.parse(sent.body.resendAt)).toBeLessThan(Date.parse(sent.body.expiresAt));
    const [message] = await texts(to);
    const code = /\b\d{6}\b/.exec(message!.text)![0];
    const wrong = code === "000000" ? "000001" : "000000";
    const { verificationId } = sent.body;
    const guess = (given: string) =>
      call("POST", "/v1/otp/verify", { to, purpose: "login", code: given, verificationId });
    expect((await guess(wrong)).body).toEqual({ accepted: false, attemptsLeft: 4 });
    expect(await guess(code)).toMatchObject({ status: 200, body: { accepted: true } });
    expect((await guess(code)).body).toMatchObject({ accepted: false });
    const events = JSON.stringify([await outcomesOf("sms.sent"), await outcomesOf("otp.verified")]);
    expect(events).not.toContain(code);
    const again = await call("POST", "/v1/otp", { to, purpose: "login" });
    expect([201, 429]).toContain(again.status);
  });

  test("429 with Retry-After while it cools down, 422 for no number", async () => {
    const to = "+919876500011";
    await call("POST", "/v1/otp", { to, purpose: "login" });
    const held = await call("POST", "/v1/otp", { to, purpose: "login" });
    expect(held).toEqual(problemOf(429, "otp-refused"));
    expect(Number(held.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await call("POST", "/v1/otp", { to: "12", purpose: "login" })).toEqual(
      problemOf(422, "invalid-phone-number"),
    );
  });
});

describe("what is in doubt", () => {
  test("is listed, resolved once, and its new outcome goes out", async () => {
    const to = "+919876500012";
    await phones("PUT", "/api/faults", { kind: "cut", number: to, times: 2 });
    const id = await send({ to, text: "a" });
    expect((await ended(id)).state).toBe("in-doubt");
    expect((await call("GET", "/v1/in-doubt")).body.messages).toContainEqual(
      expect.objectContaining({ messageId: id, since: expect.any(String) }),
    );
    expect(await call("POST", `/v1/in-doubt/${id}`, { as: "perhaps" })).toEqual(problemOf(422, "invalid-event"));
    expect(await call("POST", `/v1/in-doubt/${id}`, { as: "sent" })).toMatchObject({
      status: 200,
      body: { state: "sent" },
    });
    expect(await call("POST", `/v1/in-doubt/${id}`, { as: "failed" })).toEqual(problemOf(409, "not-in-doubt"));
    expect(await call("POST", "/v1/in-doubt/none", { as: "sent" })).toEqual(problemOf(404, "not-found"));
    expect((await ended(id)).outcome).toMatchObject({ status: "sent", reason: null });
    const sent = (await outcomesOf("sms.sent")).filter(({ value }: Answer["body"]) => value.messageId === id);
    expect(sent).toHaveLength(1);
  });
});

describe("health", () => {
  test("alive, ready, and open about what is weak", async () => {
    expect(await call("GET", "/healthz")).toMatchObject({ status: 200 });
    const { status, body } = await call("GET", "/readyz");
    expect([status, body]).toMatchObject([200, { ready: true, reasons: [] }]);
    expect(body.warnings.join(" ")).toMatch(/KAFKA_BROKERS.*REDIS_URL|REDIS_URL.*KAFKA_BROKERS/s);
  });

  test("metrics by the contract's names, without a number", async () => {
    const { body, headers } = await call("GET", "/metrics");
    expect(headers.get("content-type")).toMatch(/^text\/plain/);
    const names = [
      ...["sms_events_consumed_total{topic=", "sms_outcomes_total{class=", "sms_in_flight{lane=", "sms_in_doubt "],
      ...[
        "sms_dead_letters_total{cause=",
        "sms_queue_age_seconds{lane=",
        "sms_gateway_seconds_bucket{",
        "sms_journal_seconds_bucket{",
      ],
      ...["# TYPE sms_breaker_open gauge", "# TYPE sms_consumer_lag gauge"],
    ];
    for (const name of names) expect(body).toContain(name);
    expect(body).not.toMatch(/98765/);
  });

  test("an OpenAPI 3.1 document, and a problem where there is nothing", async () => {
    expect((await call("GET", "/openapi.json")).body).toMatchObject({ openapi: expect.stringMatching(/^3\.1/) });
    expect(await call("GET", "/nowhere")).toEqual(problemOf(404, "not-found"));
  });
});

describe("with keys", () => {
  let guarded: RunningService;
  beforeAll(async () => {
    guarded = await startService(
      readConfig({ ...quiet, API_KEYS: "web:s3nd-s3nd-s3nd-s3nd:send,ops:r3ad-r3ad-r3ad-r3ad:read+admin" }),
    );
  });
  afterAll(async () => {
    expect(await guarded.stop()).toBe(true);
  });
  const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
  const body = { to: customer, text: "a" };

  test.each([
    ["no key", {}, 401, "unauthorized"],
    ["a wrong key", bearer("nope"), 401, "unauthorized"],
    ["a key without the scope", bearer("r3ad-r3ad-r3ad-r3ad"), 403, "forbidden"],
  ])("%s", async (_, headers, status, code) => {
    expect(await callAt(guarded.url, "POST", "/v1/messages", body, headers)).toEqual(problemOf(status, code));
  });

  test("the right key may; two callers' Idempotency-Keys are their own", async () => {
    expect((await callAt(guarded.url, "POST", "/v1/messages", body, bearer("s3nd-s3nd-s3nd-s3nd"))).status).toBe(202);
    expect((await callAt(guarded.url, "GET", "/v1/in-doubt", undefined, bearer("r3ad-r3ad-r3ad-r3ad"))).status).toBe(
      200,
    );
  });

  test("every operation whose description names no key, and no other one, goes without", async () => {
    const { body: document } = await callAt(guarded.url, "GET", "/openapi.json");
    const paths = document["paths"] as Record<string, Record<string, { operationId?: string; security?: unknown[] }>>;
    const calls = Object.entries(paths)
      .filter(([path]) => path.startsWith("/v1/"))
      .flatMap(([path, methods]) => Object.entries(methods).map(([method, one]) => ({ path, method, one })))
      .filter(({ one }) => one.operationId !== undefined);
    const refused = await Promise.all(
      calls.map(async ({ path, method }) => {
        const { status } = await callAt(guarded.url, method.toUpperCase(), path.replaceAll(/\{\w+\}/g, "x"));
        return status === 401;
      }),
    );
    const open = calls.filter((_, at) => !refused[at]).map(({ path }) => path);
    expect(open).toEqual(calls.filter(({ one }) => one.security?.length === 0).map(({ path }) => path));
    expect(open).toContain("/v1/receipts/sns");
    expect(calls.length).toBeGreaterThan(50);
  });

  test.each(["/healthz", "/readyz", "/metrics", "/openapi.json"])("%s is open", async (path) => {
    expect((await callAt(guarded.url, "GET", path)).status).toBe(200);
  });
});

test("a stop lets what is in flight finish", async () => {
  const own = await startService(readConfig(quiet));
  await callAt(own.inbox!, "PUT", "/api/faults", { kind: "slow", ms: 400 });
  for (let n = 0; n < 8; n += 1)
    await callAt(own.url, "POST", "/v1/messages", { to: customer, text: `in flight ${n}` });
  await until(async () =>
    /sms_in_flight\{lane="transactional"\} [1-8]/.test((await callAt(own.url, "GET", "/metrics")).body),
  );
  const bus = own.services.get("events").bus!;
  expect(await own.stop()).toBe(true);
  const sent = bus.list("sms.sent", 100).length;
  const begun = bus.list("sms.requested", 100).length;
  expect(begun).toBe(8);
  expect(sent).toBeGreaterThan(0);
  expect(bus.list("sms.failed", 100)).toEqual([]);
});
