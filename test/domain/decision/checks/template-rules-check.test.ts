import { describe, expect, test } from "vitest";
import { decided, said, template, text, verdict } from "../../../support/decisions.js";
import { aTemplate, byName } from "../../../support/some-facts.js";

const registered = "Your order {#var#} arrives at {#var#}.";
const order = aTemplate("order", {
  class: "transactional",
  variables: { number: { type: "text", maxLength: 60 }, at: { type: "text", maxLength: 60 } },
  texts: { en: "Your order {number} arrives at {at}.", hi: "ऑर्डर {number}, {at}" },
  dlt: { en: { templateId: "1107", entityId: undefined, text: registered } },
});
const foreign = { ...order, name: "foreign", dlt: new Map([["en", { ...order.dlt!.get("en")!, entityId: "1999" }]]) };
const plain = { ...order, name: "plain", dlt: undefined };
const templates = byName(order, foreign, plain);
const india = { templates, entityId: "1501", region: "ap-south-1", senderId: "PIZZAS" };
const given = { number: "ORD-1", at: "10:30" };

describe("India with an entity id: DLT binds", () => {
  test.each<[string, Parameters<typeof decided>[0], object, string, string | undefined]>([
    ["the registered text", { content: template("order", given) }, {}, "send", undefined],
    ["from the other region", { content: template("order", given) }, { region: "ap-south-2" }, "send", undefined],
    [
      "from another region",
      { content: template("order", given) },
      { region: "eu-west-1" },
      "compliance-missing",
      "eu-west-1 has no local route",
    ],
    ["from a region that nobody told", { content: template("order", given) }, { region: undefined }, "send", undefined],
    ["a free text", { content: text("Hello") }, {}, "compliance-missing", "a free text has no template id"],
    [
      "a template that is not registered",
      { content: template("plain", given) },
      {},
      "compliance-missing",
      "plain has no template id",
    ],
    [
      "a last line that is not registered",
      { content: template("order", given), lastLine: "@a.in #1" },
      {},
      "compliance-missing",
      "not exactly the one registered",
    ],
    [
      "a variable of 30 characters",
      { content: template("order", { ...given, at: "x".repeat(30) }) },
      {},
      "send",
      undefined,
    ],
    [
      "a variable of 31",
      { content: template("order", { ...given, at: "x".repeat(31) }) },
      {},
      "compliance-missing",
      "at of order hold more than 30 characters",
    ],
    [
      "both of 31",
      { content: template("order", { number: "y".repeat(31), at: "x".repeat(31) }) },
      {},
      "compliance-missing",
      "number and at of order hold",
    ],
    ["a number of another country", { to: "+4915123456789", content: text("Hello") }, {}, "send", undefined],
  ])("%s", (_, request, facts, expected, detail) => {
    const decision = decided(request, { ...india, ...facts });
    expect(verdict(decision)).toBe(expected);
    if (detail !== undefined) expect(decision.kind === "refuse" && decision.refusal.detail).toContain(detail);
  });

  test("every fault is named at once", () => {
    const decision = decided({ content: text("Hello") }, { ...india, region: "us-east-1" });
    expect(decision.kind === "refuse" && decision.refusal.detail).toMatch(
      /us-east-1 has no local route, .*; a free text/u,
    );
  });

  test.each([
    ["the operator's entity", "order", "1501"],
    ["the template's own entity before it", "foreign", "1999"],
  ])("%s and the template's id go with the text", (_, name, entityId) => {
    const { plan } = decided({ content: template(name, given) }, india);
    expect([plan.entityId, plan.templateId]).toEqual([entityId, "1107"]);
  });

  test.each([
    ["all is there", {}, "pass"],
    ["no sender ID", { senderId: undefined }, "warning"],
    ["no region", { region: undefined }, "warning"],
  ])("the trace where %s", (_, facts, expected) =>
    expect(said(decided({ content: template("order", given) }, { ...india, ...facts }), "dlt/IN")).toEqual([expected]),
  );

  test("a bad text leaves DLT only what it can judge", () => {
    const decision = decided({ content: template("order", {}) }, india);
    expect(verdict(decision)).toBe("template-variables-invalid");
    expect(said(decision, "dlt/IN")).toEqual([]);
  });

  test("elsewhere no ids go with the text", () => {
    const { plan } = decided({ to: "+4915123456789", content: template("order", given) }, india);
    expect([plan.entityId, plan.templateId]).toEqual([undefined, undefined]);
  });
});

test("India without an entity id: the international route, with a warning and no ids", () => {
  const decision = decided({ content: template("order", given) }, { templates, region: "eu-west-1" });
  expect([verdict(decision), said(decision, "dlt/IN")]).toEqual(["send", ["warning"]]);
  expect([decision.plan.entityId, decision.plan.templateId]).toEqual([undefined, undefined]);
});

describe("China", () => {
  const to = "+8613123456789";
  test.each([
    ["a free text is refused", text("Hello"), "compliance-missing", "refuse"],
    ["a template goes, if AWS approved it", template("plain", given), "send", "warning"],
  ])("%s", (_, content, expected, trace) => {
    const decision = decided({ to, content }, { templates });
    expect([verdict(decision), said(decision, "approved-templates/CN")]).toEqual([expected, [trace]]);
  });
});

describe("promotional texts", () => {
  const promotion = (to: string, words: string, facts = {}) =>
    decided({ to, content: text(words), class: "promotional" }, facts);
  test.each([
    [
      "in France say how to stop them",
      "+33612345678",
      "Pizza -40%",
      "compliance-missing",
      "opt-out-words/FR",
      "refuse",
    ],
    ["in France, saying it", "+33612345678", "Pizza -40% STOP 36111", "defer", "opt-out-words", "pass"],
    ["elsewhere should", "+919876543210", "Pizza -40%", "send", "opt-out-words", "warning"],
    ["and may in any case", "+919876543210", "Pizza -40%. reply stop", "send", "opt-out-words", "pass"],
  ])("%s", (_, to, words, expected, rule, trace) => {
    const decision = promotion(to, words);
    expect([verdict(decision), said(decision, rule)]).toEqual([expected, [trace]]);
  });

  test.each([
    ["unsubscribe", "To unsubscribe: https://x.in/u", "pass"],
    ["opt out", "Text NO to opt out", "pass"],
    ["opt-out", "OPT-OUT: 36111", "pass"],
    ["optout", "Send OPTOUT", "pass"],
    ["French", "Envoyez ARRET", "pass"],
    ["a nonstop offer says nothing", "Non-stop offers, nonstop fun", "warning"],
    ["nor does a bus stopping", "Stopping at every stopover", "warning"],
    ["nor do the words that close other sentences", "Sale ends at the END of May, cancel any time", "warning"],
  ])("words: %s", (_, words, expected) =>
    expect(said(promotion("+919876543210", words), "opt-out-words")).toEqual([expected]),
  );

  test("transactional texts need none", () =>
    expect(said(decided({ content: text("Hello") }), "opt-out-words")).toEqual([]));

  test.each([
    ["the Emirates want AD-", "+971501234567", "PIZZAS", "promotional-sender/AE", ["warning"]],
    ["and get it", "+971501234567", "AD-PIZZAS", "promotional-sender/AE", []],
    ["Saudi Arabia wants -AD", "+966512345678", "PIZZAS", "promotional-sender/SA", ["warning"]],
    ["and gets it", "+966512345678", "PIZZAS-AD", "promotional-sender/SA", []],
    ["nothing to say without a sender ID", "+971501234567", undefined, "promotional-sender/AE", []],
  ])("%s", (_, to, senderId, rule, expected) =>
    expect(said(promotion(to, "Reply STOP", { senderId }), rule)).toEqual(expected),
  );
});

describe("registrations by locale", () => {
  const en = { templateId: "1", entityId: undefined, text: "Order {#numeric#} is in" };
  const hi = { templateId: "2", entityId: "9", text: "ऑर्डर {#numeric#} आ गया" };
  const texts = { en: "Order {n} is in", hi: "ऑर्डर {n} आ गया", bn: "অর্ডার {n}" };
  const both = aTemplate("both", {
    class: "transactional",
    variables: { n: { type: "text" } },
    texts,
    dlt: { en, hi },
  });
  const only = aTemplate("only", { class: "transactional", variables: { n: { type: "text" } }, texts, dlt: { hi } });
  const facts = { ...india, templates: byName(both, only) };
  const ask = (name: string, locale: string | undefined, n = "5", given = {}) =>
    decided({ content: template(name, { n }), locale }, { ...facts, ...given });
  test.each([
    ["the recipient's own", "both", "hi-IN", "ऑर्डर 5 आ गया", "2"],
    ["the default one", "both", undefined, "Order 5 is in", "1"],
    ["one that is not registered falls back", "both", "bn", "Order 5 is in", "1"],
    ["English itself falls back where it is not", "only", "en", "ऑर्डर 5 आ गया", "2"],
  ])("%s", (_, name, locale, text, templateId) => {
    const decision = ask(name, locale);
    expect(decision.plan).toMatchObject({ text, templateId });
    const own = locale?.slice(0, 2) ?? "en";
    const fell = decision.plan.templateId === (own === "hi" ? "2" : "1") && own !== "bn" && name === "both";
    expect(decision.trace.some(({ rule }) => rule === "registered-text")).toBe(!fell);
  });
  test("elsewhere, and without an entity id, every locale has its own text", () => {
    expect(ask("both", "bn", "5", { entityId: undefined }).plan.text).toBe("অর্ডার 5");
  });
  test("a value that is not what its tag holds is refused, with what it holds", () => {
    const decision = ask("both", "en", "A5");
    expect(decision.kind === "refuse" && decision.refusal).toMatchObject({
      reason: "compliance-missing",
      detail: expect.stringContaining("{#numeric#} holds digits alone"),
    });
  });
});
