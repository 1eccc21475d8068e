import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { SmsRequest } from "../../src/entry/library.js";
import type { TemplateVariables } from "../../src/entry/template-variables.js";
import { type SmsStage, startSmsStage } from "../../src/entry/testing.js";

const noonInIndia = new Date("2026-11-27T12:00:00+05:30");
const hourMs = 3_600_000;
let stage: SmsStage;
beforeAll(async () => {
  stage = await startSmsStage({}, { now: noonInIndia });
});
beforeEach(() => stage.clear());
afterAll(() => stage.close());

const delivered = (phone: string) => ({ orderNumber: "ORD-1", customer: { phone } });
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => "not refused",
    (error: { code: string }) => error.code,
  );

describe("a stage", () => {
  test("clear forgets texts, outcomes, faults and plans", async () => {
    await stage.fault("reject");
    await stage.receipt("undelivered");
    await stage.publish("delivery.completed", delivered("+919876543201"));
    expect(await stage.settled(1)).toMatchObject([{ status: "failed", reason: "gateway-rejected" }]);
    await stage.clear();
    expect(stage.outcomes()).toEqual([]);
    expect(await (await fetch(`${stage.inbox}/api/receipts`)).json()).toEqual({ receipts: [] });
    await stage.publish("delivery.completed", delivered("+919876543201"));
    expect(await stage.settled(1)).toMatchObject([{ status: "sent" }]);
    await stage.clear();
    expect(await stage.texts()).toEqual([]);
  });

  test.each([
    ["with times it strikes so often", { times: 1 }, ["failed", "sent"]],
    ["without times it strikes until clear", {}, ["failed", "failed"]],
    ["for one number it strikes no other", { number: "+919876543299" }, ["sent", "sent"]],
  ])("a fault: %s", async (_, options, expected) => {
    await stage.fault("reject", options);
    for (const [at] of expected.entries()) {
      await stage.publish("delivery.completed", delivered(`+91987654322${at}`));
      await stage.settled(at + 1);
    }
    expect(stage.outcomes().map(({ status }) => status)).toEqual(expected);
  });

  test("a planned receipt is the fate of the text, once its time has come", async () => {
    await stage.receipt("undelivered", { afterMs: 2 * hourMs, providerResponse: "Phone is off" });
    await stage.send({ to: "+919876543203", text: "Hello" });
    const [outcome] = await stage.settled(1);
    const undelivered = () => stage.events("sms.undelivered");
    expect(undelivered()).toEqual([]);
    stage.clock.advance(2 * hourMs);
    await expect.poll(undelivered, { timeout: 20_000 }).toMatchObject([{ messageId: outcome!.messageId }]);
    await stage.clear();
    expect(undelivered()).toEqual([]);
  }, 30_000);

  test("a phone that replies STOP is sent nothing more", async () => {
    expect(await stage.reply("+919876543204", "STOP")).toMatchObject({ optedOut: true });
    const seen = () => stage.preview({ to: "+919876543204", text: "Hello", class: "promotional" });
    await expect.poll(seen, { timeout: 5_000 }).toMatchObject({ decision: "refuse", reason: "opted-out" });
  });

  test("code gives the newest code once, and expires by the stage's clock", async () => {
    const to = "+919876543205";
    const asked = await stage.sendOtp({ to, purpose: "login" });
    if (asked.kind !== "sent") throw new Error(JSON.stringify(asked));
    const { verificationId } = asked.answer;
    const code = await stage.code(to);
    expect(code).toMatch(/^\d{6}$/);
    expect(await refusal(stage.code(to, { withinMs: 50 }))).toBe("no-code");
    expect(await stage.code(to, { since: noonInIndia })).toBe(code);
    stage.clock.advance(hourMs);
    expect(await stage.verifyOtp({ to, purpose: "login", code, verificationId })).toMatchObject({ kind: "rejected" });
  });

  test("a code of now is accepted", async () => {
    const to = "+919876543206";
    await stage.sendOtp({ to, purpose: "login" });
    const code = await stage.code(to);
    expect(await stage.verifyOtp({ to, purpose: "login", code })).toEqual({ kind: "accepted" });
  });

  test("an offer at night waits until the clock says morning", async () => {
    const night = new Date(stage.clock.now());
    night.setUTCHours(18, 30, 0, 0);
    stage.clock.advance((night.getTime() - stage.clock.now().getTime() + 24 * hourMs) % (24 * hourMs));
    await stage.publish("sms.requested.promotional", { to: "+919876543207", text: "Half price" });
    const seen = await stage.preview({ to: "+919876543207", text: "Half price", class: "promotional" });
    expect(seen).toMatchObject({ decision: "defer" });
    await stage.clear();
    expect(await refusal(stage.settled(1, 50))).toBe("not-settled");
    stage.clock.advance(12 * hourMs);
    expect(await stage.settled(1)).toMatchObject([{ status: "sent", class: "promotional" }]);
    const [text] = await stage.texts("+919876543207");
    expect(Math.abs(Date.parse(text!.at) - stage.clock.now().getTime())).toBeLessThan(60_000);
  });

  test("time never goes back", () => {
    expect(() => stage.clock.advance(-1)).toThrow(RangeError);
    expect(() => stage.clock.advance(Number.NaN)).toThrow(RangeError);
  });

  test("clear says when something is still in work", async () => {
    await stage.fault("slow", { times: 1, ms: 1_500 });
    await stage.publish("delivery.completed", delivered("+919876543208"));
    const faults = async () => (await fetch(`${stage.inbox}/api/faults`)).json();
    await expect.poll(faults, { timeout: 5_000 }).toEqual({ faults: [] });
    expect(await refusal(stage.clear(50))).toBe("in-flight");
    expect(await stage.settled(1)).toMatchObject([{ status: "sent" }]);
  });

  test("a plan that the phones refuse names the rule", async () => {
    const wrong = stage.fault("reject", { number: "98" });
    await expect(wrong).rejects.toMatchObject({ name: "StageError", code: "refused", message: "number is E.164" });
  });

  test("an event without types is taken as it is", async () => {
    await stage.publishUnchecked("order.created", { orderNumber: 7 }, { ce_id: "1", ce_source: "/shop" });
    expect(await stage.settled(1)).toMatchObject([{ status: "failed", reason: "invalid-event" }]);
  });
});

test("a stage that has ended takes nothing more: what it took would have no outcome", async () => {
  const ended = await startSmsStage();
  await Promise.all([ended.close(), ended.close()]);
  await ended.close();
  const text = { to: "+919876543210", text: "Hello" };
  expect(await refusal(ended.send(text))).toBe("events-unavailable");
  expect(await refusal(ended.sendBulk({ text: "Hello", recipients: [{ to: text.to }] }))).toBe("events-unavailable");
  expect(await ended.sendOtp({ to: text.to, purpose: "login" })).toMatchObject({
    kind: "unavailable",
    detail: expect.stringContaining("has stopped"),
  });
  for (const call of [
    () => ended.publish("delivery.completed", delivered(text.to)),
    () => ended.publishUnchecked("delivery.completed", {}),
    () => ended.texts(),
    () => ended.fault("slow"),
    () => ended.receipt("delivered"),
    () => ended.reply(text.to, "STOP"),
    () => ended.code(text.to),
    () => ended.clear(),
  ])
    expect([String(call), await refusal(call())]).toEqual([String(call), "closed"]);
  expect(ended.outcomes()).toEqual([]);
});

/** As from JavaScript. */
const odd = (more: object) =>
  ({ to: "+919876543210", purpose: "login", code: "123456", ...more }) as Parameters<SmsStage["verifyOtp"]>[0];
test.each<[string, object, readonly string[]]>([
  ["no number", { to: undefined }, ["/to"]],
  ["a number that is a number", { to: 919_876_543_210 }, ["/to"]],
  ["no purpose", { purpose: null }, ["/purpose"]],
  ["neither", { to: {}, purpose: [] }, ["/to", "/purpose"]],
  ["an id that is a number", { verificationId: 7 }, ["/verificationId"]],
])("a caller without types that gives %s is told the field", async (_, more, pointers) => {
  const given = odd(more);
  for (const answer of [await stage.sendOtp(given), await stage.verifyOtp(given)])
    expect(answer).toMatchObject({ kind: "invalid", faults: pointers.map((pointer) => ({ pointer })) });
});

test("a code that is no text is told too", async () => {
  expect(await stage.verifyOtp(odd({ code: 123_456 }))).toMatchObject({
    kind: "invalid",
    faults: [{ pointer: "/code" }],
  });
});

test("a stage that is not embedded does not start, and leaves nothing running", async () => {
  await expect(startSmsStage({ AWS_ENDPOINT_URL_SNS: "http://127.0.0.1:9" })).rejects.toThrow("A stage is embedded");
});

test("variables as the package types them go as they are: what is undefined is left out, for one and for many", async () => {
  await using stage = await startSmsStage();
  const variables: TemplateVariables["order_confirmation"] = {
    ...{ order_number: "ORD-1", delivery_time: "30 minutes", track_url: "https://shop.example/t/1" },
    restaurant_name: undefined,
  };
  const request: SmsRequest = { to: "+919876543210", template: "order_confirmation", variables, locale: undefined };
  expect(await stage.send(request)).toMatchObject({ kind: "accepted", answer: { segments: 1 } });
  const { to: _, ...forAll } = request;
  const bulk = await stage.sendBulk({ ...forAll, recipients: [{ to: "+919876543211", variables }] });
  expect(bulk).toMatchObject({ kind: "accepted", results: [{ state: "received" }] });
  await stage.publish("sms.requested", { to: "+919876543212", template: "order_confirmation", variables });
  expect((await stage.settled(3)).map(({ status }) => status)).toEqual(["sent", "sent", "sent"]);
});
