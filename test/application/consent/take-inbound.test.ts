import { beforeEach, describe, expect, test } from "vitest";
import { parsePhoneNumber, type ValidNumber } from "../../../src/domain/phone/phone-number.js";
import { consentStage } from "../../support/consent-stage.js";

const one = "+919876543210";
const american = "+12015550123";
let serial = 0;

describe("a text that came in", () => {
  let stage: ReturnType<typeof consentStage>;
  const says = (text: string, more: { from?: string; inboundId?: string } = {}) => {
    serial += 1;
    const given = { from: one, to: "+18885550100", inboundId: `i-${serial}`, provider: "eum", ...more };
    return stage.takeInbound({ ...given, text, at: stage.clock.now() });
  };
  const out = async (to = one) => {
    const standings = await Promise.all(
      (["promotional", "transactional", "otp"] as const).map((of) => stage.standing(to, of)),
    );
    return standings.map(({ optedOut }) => optedOut);
  };
  beforeEach(() => {
    stage = consentStage();
  });

  test.each<[string, string, string, readonly boolean[], readonly string[]]>([
    ["STOP in India: promotions", one, "Stop. Thank you", [true, false, false], ["opt_out_confirmation"]],
    [
      "STOP in the United States: what nobody consented to",
      american,
      "STOP",
      [true, true, false],
      ["opt_out_confirmation"],
    ],
    ["everything: codes too", one, "STOPALL", [true, true, true], ["opt_out_confirmation"]],
    ["likely: promotions only, wherever", american, "stop texting me", [true, false, false], ["opt_out_confirmation"]],
    ["a command is the sender's own", one, "STOP 12345", [false, false, false], []],
    ["nothing meant", one, "We have got to STOP this bill", [false, false, false], []],
    ["help", one, "HELP", [false, false, false], ["help_reply"]],
  ])("%s", async (_, from, text, expected, replies) => {
    expect(await says(text, { from })).toBeUndefined();
    expect(await out(from)).toEqual(expected);
    expect(stage.replies().map(({ template }) => template)).toEqual(replies);
  });

  test("the reply is in the language of the word, and is permitted once", async () => {
    await says("Arrêt");
    expect(stage.replies()).toEqual([{ to: one, template: "opt_out_confirmation", variables: {}, locale: "fr" }]);
  });

  test("a second STOP within a day gets no second confirmation, an auto-responder none at all", async () => {
    await says("STOP");
    await stage.clock.advance(30_000);
    await says("STOP");
    for (let turn = 0; turn < 5; turn += 1) await says("stop");
    expect(stage.replies()).toHaveLength(1);
    await stage.clock.advance(24 * 3_600_000);
    await says("STOP");
    expect(stage.replies()).toHaveLength(2);
  });

  test("the same text told twice is one choice and one message", async () => {
    await says("STOP", { inboundId: "the same" });
    await says("STOP", { inboundId: "the same" });
    const requested = stage.published.filter(({ topic }) => topic === "sms.requested");
    expect(new Set(requested.map(({ headers }) => headers["ce_id"])).size).toBe(1);
    const { consent } = await stage.consentLedger.read(stage.hashes.keyed(one));
    expect(consent.promotional).toHaveLength(1);
  });

  test("START resumes, whatever it was that was stopped", async () => {
    await says("STOPALL");
    await stage.clock.advance(1);
    await says("START");
    expect(await out()).toEqual([false, false, false]);
    expect(stage.replies().map(({ template }) => template)).toEqual(["opt_out_confirmation", "opt_in_confirmation"]);
  });

  test("who is no number is said to be none", async () => {
    expect(await says("STOP", { from: "VM-PIZZA" })).toMatch(/^from: is no number/);
    expect(stage.published).toEqual([]);
  });

  test("nothing that is published holds the number or the text, but the reply's own request", async () => {
    await says("remove me, says Zaphod");
    const ledger = stage.published.filter(({ topic }) => topic === "sms.consent");
    expect(ledger.length).toBeGreaterThan(0);
    const written = ledger.map(({ key, value, headers }) => `${key} ${value} ${JSON.stringify(headers)}`).join("\n");
    expect(written).not.toMatch(/9876543210|Zaphod/);
  });

  test("a likely one waits for a person, who keeps, widens or undoes it", async () => {
    for (const [judgement, expected] of [
      ["keep", [true, false, false]],
      ["widen", [true, true, true]],
      ["undo", [false, false, false]],
    ] as const) {
      stage = consentStage();
      await says("take me off this list");
      const [item] = await stage.reviewTexts.list(10);
      expect(item).toMatchObject({ to: "+9198••••3210", text: "take me off this list", word: "take me off" });
      await stage.clock.advance(1);
      expect(await stage.reviewTexts.judge(item!.id, judgement, "ops")).toBe("judged");
      expect(await out()).toEqual(expected);
      expect(await stage.reviewTexts.list(10)).toEqual([]);
      expect(await stage.reviewTexts.judge(item!.id, judgement, "ops")).toBe("unknown");
    }
  });

  test("a consent with proof outlives STOP, START and STOP, and ends with STOPALL", async () => {
    const parts = { number: parsePhoneNumber(american) as ValidNumber, source: "api", by: "shop" } as const;
    const what = {
      optOut: false,
      classes: ["transactional"],
      evidence: { action: "ticked" },
      identity: "form",
    } as const;
    await stage.recordConsent({ ...parts, ...what, at: stage.clock.now() });
    const turns = [
      ["STOP", [true, false, false]],
      ["START", [false, false, false]],
      ["STOP", [true, false, false]],
      ["STOPALL", [true, true, true]],
      ["START", [false, false, false]],
      ["STOP", [true, true, false]],
    ] as const;
    for (const [text, expected] of turns) {
      await stage.clock.advance(60_000);
      await says(text, { from: american });
      expect(await out(american), text).toEqual(expected);
    }
  });

  test.each([
    ["undo", "STOP", [true, false, false]],
    ["undo", "STOPALL", [true, true, true]],
    ["widen", "START", [false, false, false]],
  ] as const)("%s judges that text alone: the %s that came after it stands", async (judgement, later, expected) => {
    await says("take me off this list");
    const [item] = await stage.reviewTexts.list(10);
    await stage.clock.advance(60_000);
    await says(later);
    await stage.clock.advance(60_000);
    expect(await stage.reviewTexts.judge(item!.id, judgement, "ops")).toBe("judged");
    expect(await out()).toEqual(expected);
  });

  test("who had opted out before a text that was no opt-out stays so", async () => {
    await says("STOP");
    await stage.clock.advance(60_000);
    await says("take me off this list");
    const [item] = await stage.reviewTexts.list(10);
    await stage.clock.advance(60_000);
    expect(await stage.reviewTexts.judge(item!.id, "undo", "ops")).toBe("judged");
    expect(await out()).toEqual([true, false, false]);
  });
});
