import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readOpenapi } from "../../../src/adapters/files/openapi.js";
import { problemWords } from "../../../src/adapters/http/problem.js";
import { type SmsStage, startSmsStage } from "../../../src/composition/stage.js";
import { failureReasons } from "../../../src/domain/decision/failure-reason.js";
import { eventually } from "../../support/eventually.js";
import { rawCall } from "../../support/raw-call.js";

let stage: SmsStage;
beforeAll(async () => {
  stage = await startSmsStage();
});
afterAll(() => stage?.stop());

const json = { "content-type": "application/json" };
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(stage.url + path, { method: "POST", headers: { ...json, ...headers }, body: JSON.stringify(body) });
const text = { to: "+919876543210", text: "Hello" };

describe("a call of an unusual client", () => {
  test.each([
    ["DELETE", "/v1/messages/none", 404],
    ["POST", "/v1/opt-outs/sync", 200],
    ["POST", "/v1/messages", 400],
  ])("%s %s that names the type of a body it does not send: %i", async (method, path, status) => {
    const answer = await rawCall(stage.url + path, method, json);
    expect([answer.status, answer.headers["content-type"]]).toEqual([status, expect.stringMatching(/json/u)]);
  });

  test.each(["/v1/messages", "/v1/uploads?text=a"])(
    "POST %s of a compressed body is told to leave that",
    async (path) => {
      const headers = { "content-type": path === "/v1/messages" ? "application/json" : "text/csv" };
      const answer = await rawCall(stage.url + path, "POST", { ...headers, "content-encoding": "gzip" }, "\u001f");
      expect([answer.status, answer.headers["accept-encoding"], JSON.parse(answer.body)]).toEqual([
        415,
        "identity",
        expect.objectContaining({ detail: expect.stringContaining("without the header Content-Encoding") }),
      ]);
    },
  );

  test.each<[string, string, string, string]>([
    ["GET", "/v1/messages?limit=1&limit=2", "", "limit"],
    ["GET", "/v1/events?topic=sms.sent&topic=sms.failed", "", "topic"],
    ["POST", "/v1/uploads?text=a&text=b", "text/csv", "text"],
    ["POST", "/v1/uploads?text=a&window=09:00-18:00&window=10:00-11:00", "text/csv", "window"],
    ["POST", "/v1/uploads?template=a&template=b", "text/csv", "template"],
  ])("%s %s: a parameter that is given twice is no choice", async (method, path, type, name) => {
    const headers: Readonly<Record<string, string>> = type === "" ? {} : { "content-type": type };
    const answer = await rawCall(stage.url + path, method, headers, type === "" ? "" : "phone\n+919876543210\n");
    expect([answer.status, JSON.parse(answer.body).detail]).toEqual([
      400,
      `${name} is given more than once; give it once`,
    ]);
  });
});

describe("addresses and methods", () => {
  test.each([
    ["GET", "/v1/otp", "POST"],
    ["DELETE", "/v1/in-doubt", "GET, HEAD"],
    ["POST", "/healthz", "GET, HEAD"],
    ["PUT", "/v1/messages/preview", "GET"],
  ])("%s %s is 405 and names %s", async (method, path, allowed) => {
    const answer = await rawCall(stage.url + path, method);
    expect(answer.status).toBe(405);
    expect(answer.headers["allow"]).toContain(allowed);
    expect(JSON.parse(answer.body)).toMatchObject({ code: "method-not-allowed" });
  });

  test.each([
    ["PUT", "/v1/messages", 405],
    ["POST", "/v1/nothing", 404],
  ])("%s %s is %i whatever its body is", async (method, path, status) => {
    for (const body of ["{", " ".repeat(70_000), "\u00ff"])
      expect((await rawCall(stage.url + path, method, json, body)).status, body.slice(0, 5)).toBe(status);
  });

  test("an address that is none is 404, and says where they are listed", async () => {
    const answer = await fetch(`${stage.url}/v1/nothing`);
    expect([answer.status, await answer.json()]).toEqual([
      404,
      expect.objectContaining({ code: "not-found", detail: expect.stringContaining("/docs") }),
    ]);
  });
});

test("a message is found by the longest order that there is, whatever it is written with", async () => {
  const correlationId = `${"o".repeat(100)}${"é".repeat(50)}${"🍕".repeat(25)}`;
  await stage.publish("sms.requested", { to: "12345", text: "hello", correlationId });
  await eventually("the message is known", async () => {
    const { status } = await fetch(`${stage.url}/v1/messages/${encodeURIComponent(correlationId)}`);
    return status === 200;
  });
});

describe("a place in a list that no answer gave is refused, not taken for another one", () => {
  test.each<[string, string, object | undefined]>([
    ["GET", "/v1/opt-outs?cursor=x", undefined],
    ["POST", "/v1/opt-outs/export", { cursor: "!" }],
    ["GET", "/v1/dead-letters?cursor=x", undefined],
  ])("%s %s", async (method, path, body) => {
    const answer = body === undefined ? await fetch(stage.url + path) : await post(path, body);
    expect([method, answer.status, await answer.json()]).toMatchObject([
      method,
      422,
      { errors: [{ pointer: "/cursor", message: "cursor must be the `next` of an earlier answer" }] },
    ]);
  });
});

describe("every answer has an id", () => {
  test.each([
    ["a word", "order-7", true],
    ["a UUID", "5f9d2c60-9d3f-4f1e-8f0a-123456789012", true],
    ["a sentence", "a b", false],
    ["what may be a number", "919876543210", false],
    ["a number as people write it", "987-654-3210", false],
    ["what is too long", "x".repeat(65), false],
  ])("%s is kept or replaced", async (_, given, kept) => {
    const answer = await fetch(`${stage.url}/healthz`, { headers: { "x-request-id": given } });
    const id = answer.headers.get("x-request-id");
    if (kept) expect(id).toBe(given);
    else expect(id).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("without one it gets one, problems too", async () => {
    expect((await fetch(`${stage.url}/nothing`)).headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe("names that are none", () => {
  test.each<[string, object, string, string]>([
    ["a snake for a camel", { ...text, send_at: "2026-12-01T09:00:00Z" }, "/send_at", "did you mean sendAt?"],
    ["another case", { ...text, Class: "promotional" }, "/Class", "did you mean class?"],
    ["a field of nothing", { ...text, priority: 1 }, "/priority", "known are to, text"],
  ])("%s is 422 with its pointer and the nearest name", async (_, body, pointer, message) => {
    for (const path of ["/v1/messages", "/v1/messages/preview"]) {
      const answer = await post(path, body);
      expect([answer.status, await answer.json()]).toMatchObject([
        422,
        { code: "invalid-event", errors: [{ pointer, message: expect.stringContaining(message) }] },
      ]);
    }
    expect(await stage.texts()).toEqual([]);
  });

  test("variables are the template's own: any name is taken", async () => {
    const answer = await post("/v1/messages/preview", { ...text, variables: { order_number: "1" } });
    expect(answer.status).not.toBe(400);
  });

  test.each([
    ["/v1/events?topik=sms.sent", "did you mean topic?"],
    ["/v1/messages?phone=%2B919876543210", "; a number is never in an address, which logs keep: send it in a body"],
    ["/v1/in-doubt?phone=1", "it takes none"],
  ])("the parameter of %s is 400: %s", async (path, message) => {
    const answer = await fetch(stage.url + path);
    expect([answer.status, await answer.json()]).toMatchObject([400, { detail: expect.stringContaining(message) }]);
  });
});

describe("a body of another type is 415 and is told what to send", () => {
  const xml = { "content-type": "application/xml", "content-length": "4" };
  interface Body {
    readonly content: object;
  }
  interface Operation {
    readonly requestBody?: Body | { readonly $ref: string };
  }
  const { components, paths } = readOpenapi("docs/openapi.yaml") as unknown as {
    paths: Record<string, Record<string, Operation>>;
    components: { requestBodies: Record<string, Body> };
  };
  const bodyOf = (body: Body | { readonly $ref: string }): Body =>
    "$ref" in body ? components.requestBodies[body.$ref.split("/").at(-1)!]! : body;
  const taking = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, { requestBody }]) =>
      requestBody === undefined
        ? []
        : [[method.toUpperCase(), path, Object.keys(bodyOf(requestBody).content)] as const],
    ),
  );

  test.each(taking)("%s %s: %j", async (method, path, types) => {
    const answer = await rawCall(`${stage.url}${path.replaceAll(/\{\w+\}/gu, "sms.requested")}`, method, xml, "<a/>");
    const { code, detail } = JSON.parse(answer.body) as { code: string; detail: string };
    // SNS says text/plain of what is JSON: its signature is what counts.
    if (path.endsWith("/sns")) expect([answer.status, code]).toEqual([403, "forbidden"]);
    else
      expect([answer.status, code, types.some((type) => detail.includes(type))]).toEqual([
        415,
        "unsupported-media-type",
        true,
      ]);
  });
});

test("an Idempotency-Key that is given twice is 400", async () => {
  const headers = { ...json, "idempotency-key": ["a", "b"] };
  const answer = await rawCall(`${stage.url}/v1/messages`, "POST", headers, JSON.stringify(text));
  expect([answer.status, JSON.parse(answer.body)]).toMatchObject([400, { code: "bad-request" }]);
});

test("what was taken has an address", async () => {
  const answer = await post("/v1/messages", text);
  const { messageId } = (await answer.json()) as { messageId: string };
  expect([answer.status, answer.headers.get("location")]).toEqual([202, `/v1/messages/${messageId}`]);
  expect((await fetch(stage.url + answer.headers.get("location"))).status).toBe(200);
});

describe("whatever is taken or made has an address, where it is shown", () => {
  const to = "+919876543217";
  const at = "2026-11-22T10:00:00Z";
  test.each<[string, object, number, RegExp]>([
    ["/v1/messages/bulk", { recipients: [{ to }], text: "Hello" }, 202, /^\/v1\/messages\?caller=anyone$/u],
    ["/v1/otp", { to, purpose: "login" }, 201, /^\/v1\/messages\/[0-9a-f-]{36}$/u],
    ["/v1/events/sms.requested", { to, text: "Hello" }, 202, /^\/v1\/events\?topic=sms.requested$/u],
    ["/v1/inbound", { from: to, text: "hello", inboundId: "i-1" }, 202, /^\/v1\/opt-outs\/review$/u],
    ["/v1/receipts/cloudwatch", { messageType: "DATA_MESSAGE", logEvents: [] }, 202, /^\/v1\/receipts\/unparsed$/u],
    ["/v1/receipts/replay", { from: "2026-11-22", to: "2026-11-22" }, 202, /^\/v1\/reconcile\?from=2026-11-22T/u],
    ["/v1/account/sandbox-numbers", { to }, 201, /^\/v1\/account\/sandbox-numbers$/u],
  ])("%s", async (path, body, status, location) => {
    const answer = await post(path, body);
    expect([answer.status, answer.headers.get("location")]).toEqual([status, expect.stringMatching(location)]);
    expect((await fetch(stage.url + answer.headers.get("location"))).status).toBe(200);
  });

  test("/v1/receipts: that of its text, once the provider's id is known", async () => {
    const receipt = { provider: "sns", providerMessageId: "p/1", status: "delivered", at };
    const answer = await post("/v1/receipts", receipt);
    expect([answer.status, answer.headers.get("location")]).toEqual([202, "/v1/messages/p%2F1"]);
  });
});

describe("pages for people", () => {
  test.each(["/docs", "/docs/problems"])("%s loads nothing from elsewhere and runs nothing", async (path) => {
    const answer = await fetch(stage.url + path);
    const html = await answer.text();
    expect(answer.headers.get("content-security-policy")).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(html).not.toMatch(/<script|<link rel="stylesheet|src=|href="(?:https?:)?\/\//);
  });

  test("each operation is shown with a call in three languages", async () => {
    const html = await (await fetch(`${stage.url}/docs`)).text();
    for (const part of [
      "POST /v1/messages",
      "POST /v1/otp/verify",
      "curl -X POST",
      "urllib.request",
      "http.NewRequest",
    ])
      expect(html).toContain(part);
  });

  test("each word of a problem has its place, and a problem's type is its address", async () => {
    const html = await (await fetch(`${stage.url}/docs/problems`)).text();
    for (const code of [...Object.keys(problemWords), ...failureReasons]) expect(html).toContain(`id="${code}"`);
    const { type } = (await (await post("/v1/messages", { to: "12", text: "x" })).json()) as { type: string };
    expect(type).toBe("/docs/problems#invalid-phone-number");
  });
});
