import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type SmsStage, startSmsStage } from "../../../src/composition/stage.js";
import { rawCall } from "../../support/raw-call.js";

/** What a web page can make a browser send without being asked first, to a service without keys. */
describe("web pages drive nothing", () => {
  let stage: SmsStage;
  beforeAll(async () => {
    stage = await startSmsStage();
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  const evil = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
  const link = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" };
  const plain = { "content-type": "text/plain" };
  const event = JSON.stringify({ to: "+919876543210", text: "Hello" });

  test.each<[string, string, string, Readonly<Record<string, string>>, string, number]>([
    ["a simple POST of an event", "POST", "/v1/events/sms.requested", { ...evil, ...plain }, event, 403],
    ["the same of a browser that tells no origin", "POST", "/v1/events/sms.requested", plain, event, 415],
    ["a POST without a body", "POST", "/v1/journal/accept-loss", evil, "", 403],
    ["a sandboxed frame", "POST", "/v1/journal/accept-loss", { origin: "null" }, "", 403],
    ["a read across sites", "GET", "/v1/events?topic=sms.sent", { "sec-fetch-site": "cross-site" }, "", 403],
    ["a link elsewhere to what is no page", "GET", "/v1/events?topic=sms.sent", link, "", 403],
    ["the same with an escape in its address", "GET", "/%761/events?topic=sms.sent", link, "", 403],
    ["rebinding", "GET", "/v1/events?topic=sms.sent", { host: "evil.example" }, "", 403],
    ["rebinding, of what tells least", "GET", "/healthz", { host: "evil.example" }, "", 403],
    ["a preflight", "OPTIONS", "/v1/messages", evil, "", 403],
    ["rebinding, to where nothing is", "GET", "/nothing", { host: "evil.example" }, "", 403],
  ])("%s: refused", async (_, method, path, headers, body, status) => {
    const answer = await rawCall(stage.url + path, method, headers, body);
    expect(answer.status).toBe(status);
    expect(answer.headers["content-type"]).toMatch(/^application\/problem\+json/);
    expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
    expect(await stage.texts()).toEqual([]);
  });
});
