import fc from "fast-check";
import examples from "libphonenumber-js/mobile/examples";
import { type CountryCode, getCountries, getExampleNumber } from "libphonenumber-js/max";
import { describe, expect, test } from "vitest";
import { readTemplates } from "../../../src/adapters/files/templates.js";
import { decide } from "../../../src/domain/decision/decide.js";
import type { Decision } from "../../../src/domain/decision/decision.js";
import type { RecipientFacts } from "../../../src/domain/decision/recipient-facts.js";
import { parsePhoneNumber } from "../../../src/domain/phone/phone-number.js";
import type { DeploymentFacts } from "../../../src/domain/decision/deployment-facts.js";
import type { SendRequest } from "../../../src/domain/decision/send-request.js";
import { decided, noon, said, template, text, verdict } from "../../support/decisions.js";
import { aTemplate, byName, someFacts } from "../../support/some-facts.js";
import { runs } from "../../support/property-runs.js";

const templates = byName(
  aTemplate("order", {
    ...{
      class: "transactional",
      variables: { number: { type: "text", maxLength: 20 } },
      texts: { en: "Order {number}" },
    },
  }),
  aTemplate("offer", { class: "promotional", texts: { en: "Pizza -40%. Reply STOP", hi: "पिज़्ज़ा. STOP" } }),
  aTemplate("party", { class: "transactional", variables: { at: { type: "time" } }, texts: { en: "At {at}" } }),
);

/** Failed on 1 and 9 November 2026, and never reached. */
const gone = { reachedAt: 0, firstFailure: Date.UTC(2026, 10, 1), lastFailure: Date.UTC(2026, 10, 9) };

describe("one refusal each", () => {
  test.each<[string, Partial<SendRequest>, Partial<AllFacts>, string, string, RegExp]>([
    ["a number with letters", { to: "call me" }, {}, "invalid-phone-number", "number", /letters.*\+919876543210/u],
    ["no number", { to: "" }, {}, "invalid-phone-number", "number", /is empty/u],
    ["a landline", { to: "+912228472847" }, {}, "number-type-not-allowed", "number", /FIXED_LINE.*mobile/u],
    [
      "a country that is not allowed",
      { to: "+4915123456789" },
      { allowedCountries: new Set(["IN"]) },
      "destination-not-allowed",
      "destination",
      /in DE.*SMS_ALLOWED_COUNTRIES/u,
    ],
    [
      "an unknown template",
      { content: template("ordr") },
      { templates },
      "template-unknown",
      "template",
      /no template ordr;/u,
    ],
    [
      "a missing variable",
      { content: template("order") },
      { templates },
      "template-variables-invalid",
      "template",
      /variables of order .*number is missing/u,
    ],
    [
      "thousands of invented variables: a sentence that somebody can read",
      { content: template("order", Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`v${n}`, n]))) },
      { templates },
      "template-variables-invalid",
      "template",
      /^.{1,3000}; and 4971 more; correct them\.$/u,
    ],
    ["an empty text", { content: text("") }, {}, "message-empty", "encoding", /empty/u],
    [
      "a text that is too long",
      { content: text("a".repeat(161)), maxParts: 1 },
      {},
      "message-too-long",
      "encoding",
      /2 parts and 1/u,
    ],
    [
      "a country without a price, where that is the policy",
      { to: "+4915123456789" },
      { unpriced: "refuse" },
      "destination-not-allowed",
      "price",
      /no price for DE/u,
    ],
    [
      "a satellite phone, where countries are named",
      { to: "+870773111632" },
      { allowedCountries: new Set(["IN"]) },
      "destination-not-allowed",
      "destination",
      /^\+8707••••1632 is a number of no country, and texts go to the allowed countries alone; give a number of one of them\.$/u,
    ],
    [
      "a satellite phone, where texts without a price are not sent",
      { to: "+870773111632" },
      { unpriced: "refuse" },
      "destination-not-allowed",
      "price",
      /^\+8707••••1632 is a number of no country, the price book has prices of countries alone/u,
    ],
    [
      "an opt-out",
      {},
      { optedOut: { since: new Date("2026-03-01T10:00:00Z"), source: "keyword" } },
      "opted-out",
      "opt-out",
      /\+9198••••3210 opted out on 2026-03-01 \(keyword\)/u,
    ],
    [
      "an opt-out of an unknown day",
      {},
      { optedOut: { since: new Date(Number.NaN) } },
      "opted-out",
      "opt-out",
      /an unknown day/u,
    ],
    [
      "a number that seems to be gone, where that is the policy",
      {},
      { deadNumbers: "refuse", history: gone },
      "invalid-phone-number",
      "dead-number",
      /\+9198••••3210 seems to be gone: texts to it failed on 2026-11-01 and 2026-11-09/u,
    ],
    [
      "a cap that is met",
      {},
      { frequency: { allows: false, observed: "5 of 5 a day", consequence: "5 a day are allowed" } },
      "frequency-capped",
      "frequency",
      /\+9198••••3210 .* 5 a day are allowed/u,
    ],
    [
      "a budget that is spent",
      {},
      { spend: () => ({ allows: false, observed: "100 of 100", consequence: "the day's budget is spent" }) },
      "spend-limit-reached",
      "spend",
      /the day's budget is spent/u,
    ],
  ])("%s", (_, request, facts, reason, rule, detail) => {
    const decision = decided(request, facts);
    expect(verdict(decision)).toBe(reason);
    expect(decision.kind === "refuse" && decision.refusal.detail).toMatch(detail);
    expect(said(decision, rule)).toEqual(["refuse"]);
  });
});

describe("what goes", () => {
  test("an instant is shown as UTC where nobody knows the number's zone, and the trace says so", () => {
    const given = { to: "+870773111632", content: template("party", { at: "2026-12-15T18:30:00Z" }) };
    const known = { templates, numberTypes: new Set(["MOBILE", "unknown"]) };
    const decision = decided(given, known);
    expect([decision.plan.text, said(decision, "time-zone")]).toEqual(["At 6:30 PM", ["warning"]]);
    const own = decided({ ...given, timeZone: "Asia/Kolkata" }, known);
    expect([own.plan.text?.slice(0, 7), said(own, "time-zone")]).toEqual(["At 12:0", []]);
    expect(said(decided({ ...given, content: template("party", { at: "18:30" }) }, known), "time-zone")).toEqual([]);
  });

  test.each<[string, Partial<SendRequest>, Partial<AllFacts>]>([
    ["a text to an allowed country", {}, { allowedCountries: new Set(["IN"]) }],
    ["a text to a country without a price", { to: "+4915123456789" }, {}],
    ["a text within caps", {}, { frequency: { allows: true, observed: "4 of 5", consequence: "one more may go" } }],
    [
      "a text within its budget",
      {},
      { spend: () => ({ allows: true, observed: "1 of 100", consequence: "there is enough" }) },
    ],
    ["a number type that the operator allows", { to: "+912228472847" }, { numberTypes: new Set(["FIXED_LINE"]) }],
    ["a code", { class: "otp" }, {}],
  ])("%s", (_, request, facts) => expect(verdict(decided(request, facts))).toBe("send"));

  test("the plan has everything that the gateway and the outcome need", () => {
    const { plan, trace } = decided(
      { content: template("order", { number: "ORD-1" }), locale: "en-IN" },
      { templates },
    );
    expect(plan).toEqual({
      to: "+919876543210",
      country: "IN",
      class: "transactional",
      text: "Order ORD-1",
      encoding: "GSM-7",
      segments: 1,
      parts: ["Order ORD-1"],
      edits: [],
      estimatedCost: { micros: 6_450, currency: "USD" },
      senderId: undefined,
      originationNumber: undefined,
      entityId: undefined,
      templateId: undefined,
      template: "order",
      templateVersion: "v1",
      deadline: new Date("2026-11-24T06:30:00Z"),
    });
    expect(trace.map(({ rule, verdict: of }) => `${rule} ${of}`)).toEqual([
      ...["number pass", "template pass", "encoding pass", "price/IN warning", "destination pass"],
      ...["sender-replaced/IN pass", "dlt/IN warning", "opt-out pass", "deadline pass"],
    ]);
  });

  test("a free text has no template", () => {
    const { plan } = decided();
    expect([plan.template, plan.templateVersion]).toEqual([null, null]);
  });

  test.each([
    ["the template's class", undefined, "promotional", "pass"],
    ["the request's class before it, which the trace warns of", "transactional", "transactional", "warning"],
  ] as const)("%s", (_, of, expected, trace) => {
    const decision = decided({ content: template("offer"), class: of }, { templates });
    expect([decision.plan.class, said(decision, "template")]).toEqual([expected, [trace]]);
  });

  test("times are the recipient's", () => {
    const { plan } = decided(
      { content: template("party", { at: "2026-11-24T06:00:00Z" }), to: "+4915123456789" },
      {
        templates: byName(
          aTemplate("party", {
            class: "transactional",
            variables: { at: { type: "datetime" } },
            texts: { en: "{at}" },
          }),
        ),
      },
    );
    expect(plan.text).toContain("7:00");
  });
});

describe("every check is made, whatever the earlier ones said", () => {
  const everything = decided(
    { to: "+4915123456789", content: text("a".repeat(161)), maxParts: 1, senderId: "X", requestedAt: new Date(0) },
    {
      ...{ allowedCountries: new Set(["IN"]), unpriced: "refuse", optedOut: { since: noon } },
      frequency: { allows: false, observed: "5", consequence: "5 a day" },
      spend: () => ({ allows: false, observed: "all", consequence: "spent" }),
    },
  );

  test("in DESIGN's order", () =>
    expect(everything.trace.filter((entry) => entry.verdict === "refuse").map(({ rule }) => rule)).toEqual([
      ...["encoding", "price", "destination", "sender/DE", "opt-out", "deadline", "frequency", "spend"],
    ]));

  test("the first refusal is the reason", () => expect(verdict(everything)).toBe("message-too-long"));

  test("a text to a bad number is encoded, but has no price", () => {
    const { plan } = decided({ to: "12", content: text("Hello") });
    expect(plan).toMatchObject({
      text: "Hello",
      encoding: "GSM-7",
      segments: 1,
      parts: ["Hello"],
      estimatedCost: null,
    });
    expect("to" in plan).toBe(false);
  });

  test("a template that cannot be filled has no text, encoding or price", () => {
    const { plan } = decided({ content: template("order") }, { templates });
    expect(plan).toMatchObject({ to: "+919876543210", template: "order", estimatedCost: null });
    expect(["text" in plan, "encoding" in plan]).toEqual([false, false]);
  });
});

describe("nothing secret in a refusal", () => {
  test.each([
    ["a template name that is a number", { content: template("+919812345678") }, "9812345678"],
    ["a template name that is a text", { content: template("your code is 4711") }, "4711"],
    ["a template name that ends like one", { content: template("call 4711 now") }, "4711"],
    ["a number that is none", { to: "+91981234567812345" }, "981234567812345"],
    ["a recipient that is a text", { to: "my code is 4711" }, "4711"],
  ])("%s", (_, request, secret) => {
    const decision = decided(request, { templates });
    expect(decision.kind === "refuse" && JSON.stringify([decision.refusal, decision.trace])).not.toContain(secret);
  });
});

const mobile = getCountries().map((country) => getExampleNumber(country as CountryCode, examples)!.number as string);

const anyDate = fc.oneof(
  { weight: 8, arbitrary: fc.date({ min: new Date("2025-01-01"), max: new Date("2027-12-31"), noInvalidDate: true }) },
  { weight: 1, arbitrary: fc.date() },
);
const near = (ms: number) => fc.integer({ min: -ms, max: ms });
const minute = 60_000;
const day = 86_400_000;
const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 300 }),
  fc.string({ unit: "grapheme", maxLength: 300 }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 200 }).map((units) => String.fromCharCode(...units)),
  fc.constantFrom("", " ", "a".repeat(3_000), "😊".repeat(400), "]".repeat(900)),
);
/** Mostly not given, so that much of what is asked may go. */
const rarely = <Value>(arbitrary: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
const marker = "SECRETWORD";
const code = "918273";

const anyRequest = fc.record({
  to: fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom("+919876543210", "+12125550123", "+33612345678", "+962790123456") },
    { weight: 4, arbitrary: fc.constantFrom(...mobile) },
    { weight: 1, arbitrary: anyText },
  ),
  content: fc.oneof(
    { weight: 6, arbitrary: anyText.map((of) => text(`${of}${marker}`)) },
    { weight: 1, arbitrary: fc.constant(text("")) },
    { weight: 4, arbitrary: fc.constantFrom(template("offer"), template("order", { number: marker })) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant("template" as const),
        template: fc.constantFrom("order", "offer", "party", "none", "toString", "__proto__"),
        variables: fc.dictionary(
          fc.constantFrom("number", "at", "__proto__", "extra"),
          fc.oneof(fc.constantFrom(marker, code, "10:30", null, 7, {}, []), anyText),
        ),
      }),
    },
  ),
  class: fc.constantFrom(undefined, "otp" as const, "transactional" as const, "promotional" as const),
  locale: rarely(fc.oneof(fc.constantFrom("hi", "en-IN", "xx", "_"), anyText)),
  senderId: rarely(fc.oneof(fc.constantFrom("PIZZAS", "AB", "MY-APP"), anyText)),
  optimize: rarely(fc.boolean()),
  maxParts: rarely(fc.integer({ min: 1, max: 10 })),
  smartEncoding: rarely(fc.boolean()),
  wait: rarely(near(day)),
  lastLine: rarely(fc.constant(`@${marker}.in #${code}`)),
});

const forecast = fc.record({
  allows: fc.constantFrom(true, true, false),
  observed: fc.constant("x"),
  consequence: fc.constant("y"),
});
type AllFacts = DeploymentFacts & RecipientFacts;

const anyFacts: fc.Arbitrary<Partial<AllFacts>> = fc.record({
  allowedCountries: fc.constantFrom("all" as const, "all" as const, new Set(["IN", "US", "FR"])),
  unpriced: fc.constantFrom("allow" as const, "highest" as const, "refuse" as const),
  senderId: rarely(fc.constantFrom("PIZZAS", "X")),
  originationNumber: rarely(fc.constant("+12025550000")),
  entityId: rarely(fc.constant("1501")),
  region: rarely(fc.constantFrom("ap-south-1", "eu-west-1")),
  optedOut: rarely(anyDate.map((since) => ({ since }))),
  deadNumbers: fc.constantFrom("warn" as const, "refuse" as const),
  history: rarely(
    fc.record({ reachedAt: fc.constant(0), firstFailure: fc.integer({ min: 0 }), lastFailure: fc.integer({ min: 0 }) }),
  ),
  frequency: rarely(forecast),
  spend: rarely(forecast.map((one) => () => one)),
});

const anyDecision = fc
  .record({ request: anyRequest, facts: anyFacts, now: anyDate, age: fc.oneof(near(2 * day), near(minute)) })
  .map(({ request, facts, now, age }) => {
    const { wait, ...asked } = request;
    const sendAt = wait === undefined ? undefined : new Date(now.getTime() + wait);
    const given: SendRequest = {
      ...asked,
      number: parsePhoneNumber(asked.to),
      sendAt,
      requestedAt: new Date(now.getTime() - age),
    };
    return { request: given, facts, now };
  });

/** What holds of every decision. */
const always = (
  holds: (
    decision: Decision,
    given: { request: SendRequest; facts: DeploymentFacts; recipient: RecipientFacts; now: Date },
  ) => void,
) =>
  fc.assert(
    // Facts are built in here, so that a counterexample shows only what differs from the usual ones.
    fc.property(anyDecision, ({ request, facts: differing, now }) => {
      const { frequency, history, optedOut, spend, ...deployment } = differing;
      const facts = someFacts({ ...deployment, templates });
      const recipient = { frequency, history, optedOut, spend };
      holds(decide(request, facts, recipient, now), { request, facts, recipient, now });
    }),
    { numRuns: runs(2_000) },
  );

describe("whatever is asked, whenever, with whatever facts", () => {
  test("it is decided, the same way each time, and never thrown", () =>
    always((decision, { request, facts, recipient, now }) =>
      expect(decide(request, facts, recipient, now)).toEqual(decision),
    ));

  test("trace and refusal hold no number, no text and no code", () =>
    always((decision, { request }) => {
      const told = JSON.stringify([decision.trace, decision.kind === "refuse" && decision.refusal]);
      expect(told).not.toContain(marker);
      expect(told).not.toContain(code);
      const digits = request.to.replace(/\D/gu, "");
      if (digits.length > 6) expect(told.replaceAll("+919876543210", "")).not.toContain(digits);
    }));

  test("what goes or waits has no refusing verdict, and what is refused has its first one's reason", () =>
    always((decision) => {
      const refusals = decision.trace.filter((entry) => entry.verdict === "refuse");
      if (decision.kind !== "refuse") expect(refusals).toEqual([]);
      else expect(refusals[0]!.consequence.startsWith(decision.refusal.detail)).toBe(true);
      if (decision.kind === "send") expect(decision.trace.map((entry) => entry.verdict)).not.toContain("defer");
    }));

  test("verdicts of rules that are data tell where the rule stands and when that was read", () =>
    always(({ trace }) => {
      for (const { rule, consequence } of trace.filter((entry) => entry.rule.includes("/")))
        expect([rule, consequence]).toEqual([rule, expect.stringMatching(/ \(.+, \d{4}-\d\d-\d\d\)$/u)]);
    }));

  test("what goes is whole: in time, within its parts, priced in whole micro-USD, with its last line", () =>
    always(({ kind, plan }, { request, now }) => {
      if (kind === "refuse") return;
      const { text: said, parts, segments, deadline, estimatedCost, to } = plan;
      expect(to).toMatch(/^\+\d{7,15}$/u);
      expect(parts!.join("")).toBe(said);
      expect(segments).toBe(parts!.length);
      expect(segments).toBeLessThanOrEqual(request.maxParts ?? 10);
      expect(now.getTime()).toBeLessThanOrEqual(deadline!.getTime());
      if (estimatedCost) expect(Number.isSafeInteger(estimatedCost.micros)).toBe(true);
      if (request.lastLine !== undefined) expect(said!.endsWith(`\n${request.lastLine}`)).toBe(true);
    }));

  test("edits tell every change: made from the last to the first, they give the text", () =>
    always(({ plan }, { request: { content, lastLine } }) => {
      if (content.kind !== "text" || plan.text === undefined) return;
      const given = content.text + (lastLine === undefined ? "" : `\n${lastLine}`);
      const made = plan.edits!.reduceRight(
        (of, { offset, before, after }) => of.slice(0, offset) + after + of.slice(offset + before.length),
        given,
      );
      expect(made).toBe(plan.text);
    }));

  test("what waits, waits for a later instant before its deadline, at which it goes", () =>
    always((decision, { request, facts, recipient, now }) => {
      if (decision.kind !== "defer") return;
      const { until, plan } = decision;
      expect(until.getTime()).toBeGreaterThan(now.getTime());
      expect(until.getTime()).toBeLessThanOrEqual(plan.deadline.getTime());
      if (request.sendAt !== undefined) expect(until.getTime()).toBeGreaterThanOrEqual(request.sendAt.getTime());
      expect(decide(request, facts, recipient, until).kind).toBe("send");
    }));
});

describe("with nothing configured, the contract's sample events reach Indian numbers", () => {
  const shipped = readTemplates("templates");
  const track = "https://yourapp.com/track/abc123";
  test.each<[string, Record<string, unknown>]>([
    ["order_confirmation", { order_number: "ORD-2024-001", delivery_time: "30-40 minutes", track_url: track }],
    [
      "restaurant_new_order_alert",
      { order_number: "ORD-2024-001", items_count: 3, total_amount: 549, currency: "INR" },
    ],
    [
      "delivery_assignment",
      { order_number: "ORD-1", driver_name: "Rajesh", driver_phone: "+919876543211", estimated_time: "15 minutes" },
    ],
    [
      "driver_assignment",
      {
        order_number: "ORD-1",
        pickup_address: "12 MG Road",
        delivery_address: "4 Park Street",
        customer_phone: "+919876543210",
      },
    ],
    ["order_status_update", { order_number: "ORD-1", status: "preparing" }],
    ["payment_confirmation", { order_number: "ORD-1", amount: 549, currency: "INR", payment_method: "UPI" }],
    ["delivery_completed", { order_number: "ORD-1" }],
    ["otp_login", { code: "123456", validity_minutes: 5 }],
  ])("%s", (name, variables) => {
    const decision = decided({ content: template(name, variables) }, { templates: shipped });
    expect(decision.kind === "refuse" ? decision.refusal : decision.kind).toBe("send");
    expect(said(decision, "dlt/IN")).toEqual(["warning"]);
  });
});

describe("a number that seems to be gone", () => {
  test.each([
    ["is warned of", gone, "transactional", "warn", ["warning"], "send"],
    ["takes a code all the same", gone, "otp", "refuse", ["warning"], "send"],
    [
      "a week is not over",
      { ...gone, lastFailure: gone.firstFailure + 6 * day },
      "transactional",
      "refuse",
      [],
      "send",
    ],
    ["nothing failed", { reachedAt: 1, firstFailure: 0, lastFailure: 0 }, "transactional", "refuse", [], "send"],
  ] as const)("%s", (_, history, of, deadNumbers, rules, end) => {
    const decision = decided({ class: of }, { deadNumbers, history });
    expect([said(decision, "dead-number"), verdict(decision)]).toEqual([rules, end]);
  });
});
