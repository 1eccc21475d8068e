import { beforeEach, describe, expect, test } from "vitest";
import { startSmsStage, type SmsStage } from "../../src/composition/stage.js";
import { readConfig } from "../../src/adapters/environment/config.js";
import { startService } from "../../src/composition/service.js";
import { ManualClock } from "../support/manual-clock.js";
import { eventually } from "../support/eventually.js";

const one = "+919876543210";
const stop = async (stage: SmsStage, text: string, inboundId: string, from = one) =>
  post(stage, "/v1/inbound", { from, to: "+18885550100", text, inboundId, provider: "test" });

const post = async (stage: SmsStage, path: string, body: unknown, more: Record<string, string> = {}) => {
  const answer = await fetch(`${stage.url}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...more },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};

const offer = "Pizza for half the price today. Reply STOP to opt out";
describe("consent, embedded", () => {
  let inbound = 0;
  beforeEach(() => {
    inbound += 1;
  });

  const standing = async (stage: SmsStage, to: string) =>
    (await post(stage, "/v1/opt-outs/check", { to })).body["classes"] as Record<
      string,
      { optedOut: boolean; source: string | null; since: string | null; evidenceId: string | null }
    >;

  test("STOP: one confirmation, promotions refused with since and by what, transactional goes, START resumes", async () => {
    await using stage = await startSmsStage();
    expect(await stop(stage, "STOP", `a-${inbound}`)).toMatchObject({ status: 202 });
    await eventually("the confirmation", async () => (await stage.texts(one)).length === 1);
    expect((await stage.texts(one))[0]?.text).toBe(
      "You will get no more of these texts from us. Reply START to resume.",
    );
    // A second STOP within a minute, and whatever an auto-responder says.
    await stop(stage, "STOP", `b-${inbound}`);
    await stop(stage, "stop", `c-${inbound}`);
    expect(await standing(stage, one)).toMatchObject({
      promotional: { optedOut: true, source: "keyword", since: expect.any(String), evidenceId: expect.any(String) },
      transactional: { optedOut: false },
      otp: { optedOut: false },
    });
    await post(stage, "/v1/messages", { to: one, text: offer, class: "promotional" });
    await post(stage, "/v1/messages", { to: one, text: "Your order is ready" });
    const outcomes = await stage.settled(3);
    expect(outcomes.map(({ reason, template, class: of }) => reason ?? template ?? of).sort()).toEqual([
      "opt_out_confirmation",
      "opted-out",
      "transactional",
    ]);
    const refused = outcomes.find(({ reason }) => reason === "opted-out");
    expect(refused?.detail).toMatch(/opted out on \d{4}-\d\d-\d\d/);
    const preview = await post(stage, "/v1/messages/preview", { to: one, text: offer, class: "promotional" });
    expect(preview.body).toMatchObject({ decision: "refuse", reason: "opted-out" });
    expect((await stage.texts(one)).map(({ text }) => text)).toHaveLength(2);

    await stop(stage, "START", `d-${inbound}`);
    await eventually("START", async () => (await standing(stage, one))["promotional"]?.optedOut === false);
    await eventually("the answer to START", async () => (await stage.texts(one)).length === 3);
  });

  test("a phone that replies STOP: confirmed once, the next promotional refused, until START", async () => {
    await using stage = await startSmsStage();
    const reply = async (text: string) => {
      const answer = await fetch(`${stage.inbox}/api/replies`, {
        method: "POST",
        body: JSON.stringify({ phone: one, text }),
      });
      expect(answer.status).toBe(202);
    };
    await reply("STOP");
    await eventually("the confirmation", async () => (await stage.texts(one)).length === 1);
    await reply("STOP");
    await post(stage, "/v1/messages", { to: one, text: offer, class: "promotional" });
    const outcomes = await stage.settled(2);
    const ends = (all: typeof outcomes) => all.map(({ reason, template }) => reason ?? template).sort();
    expect(ends(outcomes)).toEqual(["opt_out_confirmation", "opted-out"]);
    expect((await stage.texts(one)).map(({ text }) => text)).toEqual([
      "You will get no more of these texts from us. Reply START to resume.",
    ]);
    await reply("START");
    await eventually("the answer to START", async () => (await stage.texts(one)).length === 2);
    // A second confirmation would be among them.
    expect(ends(await stage.settled(3))).toEqual(["opt_in_confirmation", "opt_out_confirmation", "opted-out"]);
    expect((await standing(stage, one))["promotional"]?.optedOut).toBe(false);
  });

  test("a confirmation passes the check although STOP ended transactional texts too", async () => {
    await using stage = await startSmsStage({ SMS_ORIGINATION_NUMBER: "+18885550100" });
    const american = "+12015550123";
    await stop(stage, "STOP", `us-${inbound}`, american);
    await eventually("the confirmation", async () => (await stage.texts(american)).length === 1);
    await post(stage, "/v1/messages", { to: american, text: "Your order is ready" });
    // Somebody else's request for the same template has no permit.
    await post(stage, "/v1/messages", { to: american, template: "opt_out_confirmation" });
    const outcomes = await stage.settled(3);
    expect(outcomes.map(({ reason }) => reason)).toEqual([null, "opted-out", "opted-out"]);
  });

  test(
    "a promotional parked for the morning, STOP before it: refused when due, not sent",
    { timeout: 60_000 },
    async () => {
      // 09:57 in India: promotions wait for 10:00.
      const clock = new ManualClock(new Date("2026-11-23T04:27:00Z"));
      const service = await startService(
        readConfig({ HTTP_PORT: "0", SIMULATOR_PORT: "0", LOG_LEVEL: "silent" }),
        (services) => services.provide("clock", [], () => clock),
      );
      const { bus } = service.services.get("events");
      const post = async (path: string, body: unknown) => {
        const headers = { "content-type": "application/json" };
        return fetch(`${service.url}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
      };
      const accepted = await post("/v1/messages", { to: one, text: offer, class: "promotional" });
      const { messageId } = (await accepted.json()) as { messageId: string };
      const state = async () => (await service.services.get("journal").read(messageId))?.state;
      const moved = async (what: string, holds: () => Promise<boolean>) =>
        eventually(what, async () => {
          await clock.advance(250);
          return holds();
        });
      await moved("it is parked", async () => (await state()) === "deferred");
      await post("/v1/inbound", { from: one, text: "STOP", inboundId: `p-${inbound}`, provider: "test" });
      const replies = () => bus!.list("sms.sent", 10).length;
      await moved("the confirmation", async () => replies() === 1);
      await clock.advance(3 * 60_000);
      await moved("the end", async () => (await state()) === "failed");
      const [outcome] = bus!.list("sms.failed", 10).map(({ value }) => JSON.parse(String(value)));
      expect(outcome).toMatchObject({ messageId, reason: "opted-out" });
      expect(replies()).toBe(1);
      await service.stop();
    },
  );

  test("everything stopped: a code is refused at its door, honestly, and nothing goes out", async () => {
    await using stage = await startSmsStage();
    await stop(stage, "STOPALL", `e-${inbound}`);
    await eventually("the confirmation", async () => (await stage.texts(one)).length === 1);
    const asked = await post(stage, "/v1/otp", { to: one, purpose: "login" });
    expect(asked).toMatchObject({
      status: 422,
      body: { code: "opted-out", detail: expect.stringContaining("opted out") },
    });
    expect(await stage.texts(one)).toHaveLength(1);
  });

  test("consent.changed of another service, the door, and history with its proof", async () => {
    await using stage = await startSmsStage();
    const evidence = { disclosure: "Yes, text me offers", action: "ticked", where: "https://shop.example/join" };
    await stage.publish("consent.changed", {
      to: one,
      class: "promotional",
      choice: "opt-out",
      at: "2026-11-01T00:00:00Z",
    });
    await eventually("the event", async () => (await standing(stage, one))["promotional"]?.optedOut === true);
    const changed = await post(stage, "/v1/opt-outs", { to: one, class: "promotional", choice: "opt-in", evidence });
    expect(changed).toMatchObject({ status: 200, body: { choice: "opt-in", classes: ["promotional"] } });
    expect((await standing(stage, one))["promotional"]).toMatchObject({ optedOut: false, source: "api" });
    const { body } = await post(stage, "/v1/opt-outs/history", { to: one });
    expect(body["to"]).toBe("+9198••••3210");
    expect(body["entries"]).toMatchObject([
      { state: "opted-out", at: "2026-11-01T00:00:00.000Z", intact: true },
      { state: "consented", evidence, intact: true },
    ]);
    const old = await post(stage, "/v1/opt-outs", {
      to: one,
      class: "promotional",
      choice: "opt-out",
      at: "2026-11-02T00:00:00Z",
    });
    expect(old.status).toBe(200);
    expect((await standing(stage, one))["promotional"]?.optedOut).toBe(false);
  });

  test("a key that was used with another choice is a conflict, and no choice is taken for another one", async () => {
    await using stage = await startSmsStage();
    const key = { "idempotency-key": "person-42" };
    const tell = (choice: string) => post(stage, "/v1/opt-outs", { to: one, class: "promotional", choice }, key);
    const first = await tell("opt-in");
    expect(first.status).toBe(200);
    expect(await tell("opt-out")).toMatchObject({ status: 409, body: { code: "idempotency-conflict" } });
    expect(await tell("opt-in")).toEqual(first);
  });

  test("what is wrong is said: a body's fields, a number that is none, an envelope of nobody's topic", async () => {
    await using stage = await startSmsStage();
    expect(await post(stage, "/v1/opt-outs", { to: one, choice: "perhaps", surprise: 1 })).toMatchObject({
      status: 422,
      body: { errors: expect.arrayContaining([expect.objectContaining({ pointer: "/surprise" })]) },
    });
    expect((await post(stage, "/v1/opt-outs/check", { to: "12" })).status).toBe(422);
    expect((await stop(stage, "STOP", "x", "VM-PIZZA")).status).toBe(422);
    const envelope = await fetch(`${stage.url}/v1/inbound/sns`, { method: "POST", body: "{}" });
    expect(envelope.status).toBe(403);
    await stage.publish("consent.changed", { to: "12", choice: "opt-out" });
    expect((await stage.settled(1))[0]).toMatchObject({
      reason: "invalid-event",
      detail: expect.stringMatching(/^to: /),
    });
  });

  test("a choice is recorded by who told it, whether its door or its event is read first", async () => {
    await using stage = await startSmsStage();
    const evidence = { disclosure: "Yes, text me offers", action: "ticked", by: "Vermicellion" };
    const choice = { to: one, class: "promotional", choice: "opt-in", evidence };
    // As the door writes it, and as another service does.
    const door = { ce_id: "d-1", ce_source: "/sms-service/http", ce_type: "consent.changed", ce_caller: "crm" };
    await stage.publishUnchecked("consent.changed", { ...choice, at: "2026-11-01T00:00:00Z" }, door);
    const other = { ...door, ce_id: "d-2", ce_source: "/crm" };
    await stage.publishUnchecked("consent.changed", { ...choice, at: "2026-11-02T00:00:00Z" }, other);
    const entries = async () =>
      (await post(stage, "/v1/opt-outs/history", { to: one })).body["entries"] as readonly { readonly by: string }[];
    await eventually("both", async () => (await entries()).length === 2);
    expect((await entries()).map(({ by }) => by)).toEqual(["crm", "Vermicellion"]);
  });

  test("a person who is forgotten is gone from schedule, codes, journal, review list and log; others stay", async () => {
    await using stage = await startSmsStage();
    const other = "+919876543211";
    const parked: string[] = [];
    for (const to of [one, other]) {
      await post(stage, "/v1/messages", { to, text: "Your order is ready" });
      const sendAt = new Date(Date.now() + 3_600_000).toISOString();
      const later = await post(stage, "/v1/messages", { to, text: "Your order comes later", sendAt });
      parked.push(String(later.body["messageId"]));
      await post(stage, "/v1/otp", { to, purpose: "login" });
      await stop(stage, "take me off this list", `f-${to}`, to);
    }
    const code = (text: string) => /\d{6}/u.exec(text)?.[0] ?? "";
    await eventually("the codes", async () =>
      [await stage.texts(one), await stage.texts(other)].every((texts) => texts.some(({ text }) => code(text) !== "")),
    );
    const scheduled = async () =>
      ((await (await fetch(`${stage.url}/v1/scheduled`)).json()) as { messages: { messageId: string }[] }).messages;
    await eventually("both wait", async () => (await scheduled()).length === 2);
    const found = async (to: string) =>
      ((await post(stage, "/v1/messages/search", { to })).body["messages"] as { messageId: string }[]).length;
    await eventually("the log", async () => (await found(one)) > 1 && (await found(other)) > 1);

    const forgotten = await post(stage, "/v1/forget", { to: "98765 43210" });
    const { removed } = forgotten.body as { removed: Record<string, number> };
    expect(removed).toMatchObject({ parkedTexts: 1, codes: 1, reviewedTexts: 1, consentEvidence: 1 });
    expect(removed["journalRecords"]).toBeGreaterThan(1);
    expect(removed["loggedMessages"]).toBeGreaterThan(1);
    expect((await scheduled()).map(({ messageId }) => messageId)).toEqual([parked[1]]);
    const verified = async (to: string) =>
      (
        await post(stage, "/v1/otp/verify", {
          to,
          purpose: "login",
          code: code((await stage.texts(to)).map(({ text }) => text).find((text) => code(text) !== "") ?? ""),
        })
      ).body["accepted"];
    expect([await verified(one), await verified(other)]).toEqual([false, true]);
    const reviews = (await (await fetch(`${stage.url}/v1/opt-outs/review`)).json()) as { texts: { to: string }[] };
    expect(reviews.texts.map(({ to }) => to)).toEqual(["+9198••••3211"]);
    await eventually("nothing is left in the log", async () => {
      await post(stage, "/v1/forget", { to: one });
      return (await found(one)) === 0;
    });
    expect(await found(other)).toBeGreaterThan(1);
  });

  test("a likely one waits for a person; forgetting keeps the wish and takes the proof", async () => {
    await using stage = await startSmsStage();
    await stop(stage, "take me off this list", `l-${inbound}`);
    await eventually("the opt-out", async () => (await standing(stage, one))["promotional"]?.optedOut === true);
    const listed = (await (await fetch(`${stage.url}/v1/opt-outs/review`)).json()) as { texts: { id: string }[] };
    expect(listed.texts).toMatchObject([{ to: "+9198••••3210", text: "take me off this list" }]);
    const judged = await post(stage, `/v1/opt-outs/review/${listed.texts[0]!.id}`, { as: "widen" });
    expect(judged.status).toBe(200);
    expect((await standing(stage, one))["otp"]?.optedOut).toBe(true);

    const forgotten = await post(stage, "/v1/forget", { to: one });
    expect(forgotten).toMatchObject({ status: 200, body: { removed: { consentEvidence: 2 } } });
    expect((await standing(stage, one))["otp"]?.optedOut).toBe(true);
    const { body } = await post(stage, "/v1/opt-outs/history", { to: one });
    expect(body["entries"]).toMatchObject([
      { evidence: null, intact: null },
      { evidence: null, intact: null },
    ]);
    const page = (await (await fetch(`${stage.url}/v1/opt-outs`)).json()) as { optOuts: unknown[] };
    expect(page.optOuts).toMatchObject([{ to: null, classes: { otp: { optedOut: true } } }]);
  });
});
