import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Simulator, startSimulator } from "../../../src/adapters/simulator/simulator.js";
import { rawCall } from "../../support/raw-call.js";

describe("the simulator", () => {
  let simulator: Simulator;
  beforeEach(async () => {
    simulator = await startSimulator({ host: "127.0.0.1", port: 0 });
  });
  afterEach(() => simulator.close());

  const one = "+919876543210";
  const other = "+919876543211";
  const post = (body: string | Record<string, string>, signal?: AbortSignal) =>
    fetch(simulator.url, {
      method: "POST",
      body: typeof body === "string" ? body : new URLSearchParams(body),
      signal: signal ?? null,
    });
  /** HTTP status and error code of a Publish; `cut` without an answer. */
  const publish = async (number: string, more: Record<string, string> = {}) => {
    try {
      const answer = await post({ Action: "Publish", PhoneNumber: number, Message: "hi", ...more });
      const code = /<Code>(.*?)<\/Code>/u.exec(await answer.text())?.[1];
      return code === undefined ? answer.status : `${answer.status} ${code}`;
    } catch {
      return "cut";
    }
  };
  const api = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${simulator.url}/api/${path}`, {
      method,
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const texts = async (query = "") => (await api("GET", `messages${query}`)).body["messages"] as unknown[];

  test("a text is kept as the contract has it", async () => {
    await publish(one, {
      "MessageAttributes.entry.1.Name": "AWS.SNS.SMS.SMSType",
      "MessageAttributes.entry.1.Value.DataType": "String",
      "MessageAttributes.entry.1.Value.StringValue": "Promotional",
    });
    expect(await texts()).toEqual([
      {
        messageId: expect.stringMatching(/^[0-9a-f-]{36}$/u),
        phone: one,
        text: "hi",
        attributes: { "AWS.SNS.SMS.SMSType": "Promotional" },
        encoding: "GSM-7",
        segments: 1,
        at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/u),
      },
    ]);
  });

  test("texts are listed oldest first, by number, and forgotten on request", async () => {
    await publish(one, { Message: "first" });
    await publish(other);
    await publish(one, { Message: "ж".repeat(71) });
    expect(await texts("?to=%2B919876543210")).toMatchObject([{ text: "first" }, { encoding: "UCS-2", segments: 2 }]);
    expect(await texts("?to=+919876543210"), "a bare + is a space in a query string").toHaveLength(2);
    expect(await texts("?to=%2B919876543219")).toEqual([]);
    expect((await api("DELETE", "messages")).status).toBe(200);
    expect(await texts()).toEqual([]);
  });

  const entry = (name: string, value: string) => ({
    "MessageAttributes.entry.1.Name": name,
    "MessageAttributes.entry.1.Value.StringValue": value,
  });
  test.each([
    ["a number that is not E.164", { PhoneNumber: "123" }, "400 InvalidParameter"],
    ["an empty text", { Message: "" }, "400 InvalidParameter"],
    ["a text over 1,600 bytes", { Message: "ж".repeat(801) }, "400 InvalidParameter"],
    ["an SMSType that is none", entry("AWS.SNS.SMS.SMSType", "transactional"), "400 InvalidParameter"],
    ["a sender ID without a letter", entry("AWS.SNS.SMS.SenderID", "12345"), "400 InvalidParameter"],
    ["an entity id over 50 characters", entry("AWS.MM.SMS.EntityId", "1".repeat(51)), "400 InvalidParameter"],
    ["an unknown action", { Action: "CreateTopic" }, "400 InvalidAction"],
    ["a body over 256 KiB", { Message: "x".repeat(300_000) }, "413 RequestEntityTooLarge"],
  ])("%s is refused", async (_, change, expected) => {
    expect(await publish(one, change)).toBe(expected);
    expect(await texts()).toEqual([]);
  });

  test("an attribute that SNS does not know passes unread, whatever its name is", async () => {
    for (const name of ["constructor", "toString"]) expect(await publish(one, entry(name, "x"))).toBe(200);
  });

  test.each([
    ["throttle", "429 Throttled", 0],
    ["reject", "400 InvalidParameter", 0],
    ["500", "500 InternalError", 0],
    ["cut", "cut", 1],
  ])("the fault %s answers %s", async (kind, expected, kept) => {
    expect((await api("PUT", "faults", { kind, times: 1 })).status).toBe(200);
    expect(await publish(one)).toBe(expected);
    expect(await texts()).toHaveLength(kept);
    expect(await publish(one)).toBe(200);
  });

  test("the fault hang answers nothing and keeps nothing", async () => {
    await api("PUT", "faults", { kind: "hang" });
    const call = post({ Action: "Publish", PhoneNumber: one, Message: "hi" }, AbortSignal.timeout(200));
    await expect(call).rejects.toMatchObject({ name: "TimeoutError" });
    expect(await texts()).toEqual([]);
  });

  test("the fault slow answers no sooner than it was told to", async () => {
    await api("PUT", "faults", { kind: "slow", ms: 150 });
    const started = performance.now();
    expect(await publish(one)).toBe(200);
    expect(performance.now() - started).toBeGreaterThanOrEqual(149);
    expect(await texts()).toHaveLength(1);
  });

  test("a fault strikes as often as it was told to, its own number only, until it is lifted", async () => {
    await api("PUT", "faults", { kind: "throttle", number: one, times: 2 });
    await api("PUT", "faults", { kind: "reject", number: one });
    const answers = [];
    for (const number of [one, other, one, one, one]) answers.push(await publish(number));
    expect(answers).toEqual(["429 Throttled", 200, "429 Throttled", "400 InvalidParameter", "400 InvalidParameter"]);
    await api("DELETE", "faults");
    expect(await publish(one)).toBe(200);
  });

  test("the narrowest fault strikes first; a lasting one takes the place of the last one", async () => {
    await api("PUT", "faults", { kind: "500" });
    await api("PUT", "faults", { kind: "throttle" });
    await api("PUT", "faults", { kind: "reject", number: one });
    expect(await publish(one)).toBe("400 InvalidParameter");
    expect(await publish(other)).toBe("429 Throttled");
    const { body } = await api("GET", "faults");
    expect(body["faults"]).toMatchObject([{ kind: "reject", number: one }, { kind: "throttle" }]);
  });

  test.each([
    ["no JSON", "{"],
    ["no object", "[]"],
    ["an unknown kind", { kind: "x" }],
    ["times that is not at least one", { kind: "cut", times: 0 }],
    ["a number that is not E.164", { kind: "cut", number: "123" }],
    ["ms beyond ten minutes", { kind: "slow", ms: 600_001 }],
    ["a field that is none: it would strike every phone", { kind: "cut", phone: one }],
  ])("a fault with %s is refused", async (_, fault) => {
    expect(await api("PUT", "faults", fault)).toMatchObject({ status: 400, body: { error: "InvalidFault" } });
  });

  test.each(["faults", "receipts"])("a parameter of %s is refused: its plans stand in the body", async (path) => {
    for (const method of ["GET", "PUT", "DELETE"])
      expect(
        await api(method, `${path}?number=1`, method === "PUT" ? { kind: "cut", status: "never" } : undefined),
        method,
      ).toMatchObject({
        status: 400,
        body: { error: "InvalidParameter", message: expect.stringContaining("number is no parameter") },
      });
    expect(await publish(one)).toBe(200);
  });

  test("serves its page to a browser under a strict policy, its files as a table, and nothing that it does not know", async () => {
    const asset = { type: "text/css; charset=utf-8", body: Buffer.from("a{}"), gzipped: gzipSync("a{}"), etag: '"1"' };
    const page = {
      html: "<h1>Phones</h1>",
      policy: "default-src 'none'",
      asset: (path: string) => (path === "kit/kit.css" ? asset : undefined),
    };
    const shown = await startSimulator({ host: "127.0.0.1", port: 0, page: () => page });
    const answer = await fetch(shown.url);
    expect(await answer.text()).toBe(page.html);
    expect(answer.headers.get("content-security-policy")).toBe(page.policy);
    const style = `${shown.url}/assets/kit/kit.css`;
    expect(await (await fetch(style)).text()).toBe("a{}");
    expect((await fetch(style, { headers: { "if-none-match": '"1"' } })).status).toBe(304);
    for (const path of ["/assets/kit/other.css", "/assets/..%2fpackage.json", "/nothing"])
      expect((await fetch(shown.url + path)).status).toBe(404);
    await shown.close();
  });

  test("says what is missing where it has no page, or one that was not built", async () => {
    expect(await (await fetch(simulator.url)).text()).toContain("no page");
    const unbuilt = await startSimulator({
      ...{ host: "127.0.0.1", port: 0 },
      page: () => {
        throw new Error("ENOENT");
      },
    });
    const answer = await fetch(unbuilt.url);
    expect([answer.status, await answer.text()]).toEqual([503, expect.stringContaining("npm run build")]);
    await unbuilt.close();
  });

  const publishing = "Action=Publish&PhoneNumber=%2B919876543210&Message=hi";
  test.each<[string, string, string, Record<string, string>, string]>([
    ["a form of another site that sends a text", "POST", "/", { origin: "https://evil.example" }, publishing],
    ["rebinding that reads texts", "GET", "/api/messages", { host: "evil.example" }, ""],
    ["an image that reads texts", "GET", "/api/messages", { "sec-fetch-site": "cross-site" }, ""],
    ["a page that deletes", "DELETE", "/api/messages", { origin: "null" }, ""],
  ])("%s is refused", async (_, method, path, headers, body) => {
    expect((await rawCall(simulator.url + path, method, headers, body)).status).toBe(403);
    expect(await texts()).toEqual([]);
  });

  test("what listens on every address answers a network's own names, and none that can be registered", async () => {
    const wide = await startSimulator({ host: "0.0.0.0", port: 0 });
    const url = wide.url.replace("0.0.0.0", "127.0.0.1");
    const statusFor = async (host: string) => (await rawCall(`${url}/api/messages`, "GET", { host })).status;
    expect([await statusFor("simulator:8081"), await statusFor("evil.example")]).toEqual([200, 403]);
    await wide.close();
  });

  test("the page asks only for what came since, and begins anew when the simulator does", async () => {
    await publish(one);
    const first = (await api("GET", "inbox")).body as { epoch: string; last: number; letters: object[] };
    expect(first.letters).toMatchObject([{ kind: "text", phone: one, micros: null, fate: { status: "delivered" } }]);
    const news = async () => (await api("GET", `inbox?after=${first.last}`)).body;
    expect(await news()).toMatchObject({ epoch: first.epoch, letters: [] });
    await publish(other);
    expect(await news()).toMatchObject({ letters: [{ phone: other }] });
    expect((await api("GET", "inbox?since=1")).status).toBe(400);
  });

  test("the texts of one phone are deleted, and no other's", async () => {
    await publish(one);
    await publish(other);
    expect((await api("DELETE", `messages?to=${encodeURIComponent(one)}`)).status).toBe(200);
    expect(await texts()).toMatchObject([{ phone: other }]);
    expect((await api("GET", "inbox")).body["letters"]).toMatchObject([{ phone: other }]);
  });
});
