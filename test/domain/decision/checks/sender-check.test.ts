import { describe, expect, test } from "vitest";
import { decided, said, template, text, verdict } from "../../../support/decisions.js";
import { aTemplate, byName } from "../../../support/some-facts.js";

const numbers = {
  IN: "+919876543210",
  US: "+12025550123",
  PR: "+17872345678",
  AS: "+16847331234",
  CA: "+15062345678",
  DE: "+4915123456789",
  FR: "+33612345678",
  GB: "+447400123456",
  IE: "+353850123456",
  SG: "+6581234567",
  CU: "+5351234567",
} as const;

type Country = keyof typeof numbers;

describe("a sender ID's spelling", () => {
  test.each([
    ["letters", "PIZZAS", "send"],
    ["three are enough", "ABC", "send"],
    ["two are not", "AB", "sender-id-not-allowed"],
    ["eleven at most", "ABCDEFGHIJK", "send"],
    ["not twelve", "ABCDEFGHIJKL", "sender-id-not-allowed"],
    ["digits and hyphens beside a letter", "24-x7", "send"],
    ["no digits alone", "123456", "sender-id-not-allowed"],
    ["no blank", "MY APP", "sender-id-not-allowed"],
    ["no letter beyond ASCII", "PIZZÄS", "sender-id-not-allowed"],
    ["no line after it", "PIZZAS\n", "sender-id-not-allowed"],
    ["not empty", "", "sender-id-not-allowed"],
  ])("%s", (_, senderId, expected) => {
    const decision = decided({ to: numbers.DE, senderId });
    expect(verdict(decision)).toBe(expected);
    expect(decision.plan.senderId).toBe(expected === "send" ? senderId : undefined);
  });

  test("what is not a sender ID is never repeated", () => {
    const decision = decided({ to: numbers.DE, senderId: "+4915198765432" });
    expect(JSON.stringify([decision.trace, decision])).not.toContain("98765432");
  });

  test("a default of the operator's that is none is left out with a warning", () => {
    const decision = decided({ to: numbers.DE }, { senderId: "X" });
    expect([verdict(decision), decision.plan.senderId, said(decision, "sender/DE")]).toEqual([
      "send",
      undefined,
      ["warning"],
    ]);
  });

  test("France takes letters and digits only: the request's is refused, the operator's left out", () => {
    const asked = decided({ to: numbers.FR, senderId: "MY-APP" });
    expect(verdict(asked)).toBe("sender-id-not-allowed");
    expect(asked.trace.find(({ rule }) => rule === "sender-format/FR")?.consequence).toContain("2026-03-01");
    const own = decided({ to: numbers.FR }, { senderId: "MY-APP" });
    expect([verdict(own), own.plan.senderId, said(own, "sender-format/FR")]).toEqual(["send", undefined, ["warning"]]);
    expect(decided({ to: numbers.FR, senderId: "MYAPP1" }).plan.senderId).toBe("MYAPP1");
  });
});

describe("who the text comes from", () => {
  const own = { senderId: "PIZZAS" };
  const long = { originationNumber: "+12025550000" };
  test.each<[string, Country, string | undefined, object, string, string | undefined, string | undefined]>([
    ["nobody: the network shows what it has", "DE", undefined, {}, "send", undefined, undefined],
    ["the operator's where it is allowed", "DE", undefined, own, "send", "PIZZAS", undefined],
    ["the request's before the operator's", "DE", "OFFERS", own, "send", "OFFERS", undefined],
    ["the number where no sender ID is", "DE", undefined, long, "send", undefined, "+12025550000"],
    ["the sender ID where both are", "DE", undefined, { ...own, ...long }, "send", "PIZZAS", undefined],
    ["where none is known the operator's is left out", "CA", undefined, own, "send", undefined, undefined],
    ["and the number is taken", "CA", undefined, { ...own, ...long }, "send", undefined, "+12025550000"],
    ["and the request's is refused", "CA", "OFFERS", {}, "sender-id-not-allowed", undefined, undefined],
    ["the US without a dedicated number", "US", undefined, {}, "compliance-missing", undefined, undefined],
    ["the US with one", "US", undefined, long, "send", undefined, "+12025550000"],
    [
      "the US with one and the operator's sender ID",
      "US",
      undefined,
      { ...own, ...long },
      "send",
      undefined,
      "+12025550000",
    ],
    ["the US with a request's sender ID", "US", "OFFERS", long, "sender-id-not-allowed", undefined, "+12025550000"],
    ["a territory is the US", "PR", undefined, own, "compliance-missing", undefined, undefined],
    [
      "a territory of whose sender IDs nothing is on record takes the number too",
      "AS",
      undefined,
      { ...own, ...long },
      "send",
      undefined,
      "+12025550000",
    ],
    ["and no sender ID that a request names", "AS", "OFFERS", long, "sender-id-not-allowed", undefined, "+12025550000"],
    ["Singapore without a sender ID", "SG", undefined, long, "compliance-missing", undefined, "+12025550000"],
    ["Singapore with the operator's", "SG", undefined, own, "send", "PIZZAS", undefined],
    ["Singapore with the operator's, asked for", "SG", "PIZZAS", own, "send", "PIZZAS", undefined],
    ["Singapore with another", "SG", "OFFERS", own, "sender-id-not-allowed", "OFFERS", undefined],
    ["Singapore is case-sensitive", "SG", "Pizzas", own, "sender-id-not-allowed", "Pizzas", undefined],
    [
      "Singapore with a default that is none",
      "SG",
      undefined,
      { senderId: "X" },
      "compliance-missing",
      undefined,
      undefined,
    ],
    ["Ireland without a sender ID is no harm", "IE", undefined, {}, "send", undefined, undefined],
    ["Ireland with another than the operator's", "IE", "OFFERS", own, "sender-id-not-allowed", "OFFERS", undefined],
    ["Ireland with the operator's", "IE", undefined, own, "send", "PIZZAS", undefined],
    ["Britain with another: registered or not, nobody here knows", "GB", "OFFERS", own, "send", "OFFERS", undefined],
    ["India's international route takes any and replaces it", "IN", "OFFERS", {}, "send", "OFFERS", undefined],
  ])("%s", (_, country, senderId, facts, expected, sender, number) => {
    const decision = decided({ to: numbers[country], senderId }, facts);
    const { plan } = decision;
    expect([verdict(decision), plan.senderId, plan.originationNumber]).toEqual([expected, sender, number]);
  });

  test.each<[string, Country, string | undefined, object, string, string]>([
    ["an allowed one", "DE", "OFFERS", {}, "sender/DE", "pass"],
    ["none", "DE", undefined, {}, "sender/DE", "pass"],
    ["one that is replaced", "IN", "OFFERS", {}, "sender-replaced/IN", "warning"],
    ["one by India's local route", "IN", "OFFERS", { entityId: "1501" }, "sender-replaced/IN", "pass"],
    ["an entity id, which binds in India alone", "GB", "OFFERS", { ...own, entityId: "1501" }, "sender/GB", "warning"],
    ["one that somebody must have registered", "GB", "OFFERS", own, "sender/GB", "warning"],
    ["the operator's in a country that registers", "GB", undefined, own, "sender/GB", "pass"],
    ["the operator's where none is known", "CA", undefined, own, "sender/CA", "warning"],
    ["a country of which nothing is on record", "CU", "OFFERS", {}, "sender", "warning"],
    ["an unregistered one in Ireland", "IE", "OFFERS", own, "scam-label/IE", "refuse"],
    ["none in Singapore", "SG", undefined, {}, "registered-sender/SG", "refuse"],
    ["no dedicated number", "US", undefined, {}, "dedicated-number/US", "refuse"],
  ])("the trace on %s", (_, country, senderId, facts, rule, expected) => {
    const decision = decided({ to: numbers[country], senderId }, { ...facts, numberTypes: anyType });
    expect(said(decision, rule)).toEqual([expected]);
  });

  test("the template's sender ID is the operator's, before the default", () => {
    const offer = aTemplate("offer", { class: "transactional", texts: { en: "Hello" }, sender: "OFFERS" });
    const templates = byName(offer);
    const decision = decided({ to: numbers.SG, content: template("offer") }, { templates, senderId: "PIZZAS" });
    expect([verdict(decision), decision.plan.senderId]).toEqual(["send", "OFFERS"]);
  });

  test("a refusal says what to do", () => {
    const decision = decided({ to: numbers.US, content: text("Hello") });
    expect(decision.kind === "refuse" && decision.refusal.detail).toMatch(/set SMS_ORIGINATION_NUMBER\.$/u);
  });
});

const anyType: ReadonlySet<string> = new Set(["MOBILE", "FIXED_LINE_OR_MOBILE", "FIXED_LINE"]);
