import { describe, test } from "vitest";
import type { Decision } from "../../../src/domain/decision/decision.js";
import { decided, template, text } from "../../support/decisions.js";
import { aTemplate, byName } from "../../support/some-facts.js";

const templates = byName(
  aTemplate("order", {
    ...{ class: "transactional", variables: { number: { type: "text", maxLength: 20 } } },
    ...{
      texts: { en: "Order {number}" },
      dlt: { en: { templateId: "1107", entityId: undefined, text: "Order {#var#}" } },
    },
  }),
  aTemplate("offer", { class: "promotional", texts: { en: "Pizza -40%. Reply STOP" } }),
  aTemplate("two", {
    ...{ class: "transactional", variables: { a: { type: "text" }, b: { type: "text" } }, texts: { en: "{a}{b}" } },
  }),
);

const lines = ({ trace }: Decision) =>
  trace.map(({ rule, verdict, observed, consequence }) => `${verdict} ${rule}: ${observed}; ${consequence}`);

/** What a person reads of a decision, word for word. */
describe("the trace", () => {
  const night = new Date("2026-11-24T17:00:00Z");

  test("of a text that goes", ({ expect }) =>
    expect(lines(decided({ content: template("order", { number: "ORD-1" }) }, { templates }))).toMatchInlineSnapshot(`
      [
        "pass number: IN MOBILE +9198••••3210; a number that gets texts",
        "pass template: order v1 in en; every variable fits",
        "pass encoding: GSM-7, 11 units, 1 part; at most 10 parts are allowed",
        "warning price/IN: 1 x 6450 micro-USD; 6450 micro-USD; sample price; your account's international route costs more: put its price into SMS_PRICE_BOOK (an example, USD 0.00645 per part by either route, 2026-11-22)",
        "pass destination: IN; an allowed country",
        "pass sender-replaced/IN: no sender ID; the network shows a number or a shared name (https://docs.aws.amazon.com/sms-voice/latest/userguide/registrations-sms-senderid-india-routes.html, 2026-11-22)",
        "warning dlt/IN: no entity id; DLT does not bind: the text goes by the international route (https://docs.aws.amazon.com/sms-voice/latest/userguide/registrations-sms-senderid-india-template-issues.html, 2026-11-22)",
        "pass opt-out: no opt-out; the recipient takes texts",
        "pass deadline: 2026-11-24T06:30:00.000Z; in time",
      ]
    `));

  test("of a promotion that waits", ({ expect }) =>
    expect(lines(decided({ content: template("offer") }, { templates }, night))).toMatchInlineSnapshot(`
      [
        "pass number: IN MOBILE +9198••••3210; a number that gets texts",
        "pass template: offer v1 in en; every variable fits",
        "pass encoding: GSM-7, 22 units, 1 part; at most 10 parts are allowed",
        "warning price/IN: 1 x 2580 micro-USD; 2580 micro-USD; sample price; your account's international route costs more: put its price into SMS_PRICE_BOOK (an example, USD 0.00258 per part by either route, 2026-11-22)",
        "pass destination: IN; an allowed country",
        "pass sender-replaced/IN: no sender ID; the network shows a number or a shared name (https://docs.aws.amazon.com/sms-voice/latest/userguide/registrations-sms-senderid-india-routes.html, 2026-11-22)",
        "warning dlt/IN: no entity id; DLT does not bind: the text goes by the international route (https://docs.aws.amazon.com/sms-voice/latest/userguide/registrations-sms-senderid-india-template-issues.html, 2026-11-22)",
        "pass opt-out-words: present; the recipient can stop more of them",
        "pass opt-out: no opt-out; the recipient takes texts",
        "defer quiet-hours/IN: 2026-11-24T22:30 in Asia/Kolkata; it waits until 2026-11-25T04:30:00.000Z: promotional texts to IN arrive mon-sun 10:00-21:00 (https://crm.smsgatewayhub.com/knowledge-base/article/important-update-new-service-explicit-message-restriction-time-10-am-to-9-pm, 2026-11-22)",
        "pass deadline: 2026-11-27T17:00:00.000Z; in time",
      ]
    `));

  test("of one that waits for its own instant, sent as another class", ({ expect }) =>
    expect(
      lines(decided({ content: template("offer"), class: "otp", sendAt: night }, { templates, unpriced: "refuse" })),
    ).toMatchInlineSnapshot(`
      [
        "pass number: IN MOBILE +9198••••3210; a number that gets texts",
        "warning template: offer v1 in en; sent as otp, its own class is promotional",
        "pass encoding: GSM-7, 22 units, 1 part; at most 10 parts are allowed",
        "warning price/IN: 1 x 6450 micro-USD; 6450 micro-USD; sample price; your account's international route costs more: put its price into SMS_PRICE_BOOK (an example, USD 0.00645 per part by either route, 2026-11-22)",
        "pass destination: IN; an allowed country",
        "pass sender-replaced/IN: no sender ID; the network shows a number or a shared name (https://docs.aws.amazon.com/sms-voice/latest/userguide/registrations-sms-senderid-india-routes.html, 2026-11-22)",
        "warning dlt/IN: no entity id; DLT does not bind: the text goes by the international route (https://docs.aws.amazon.com/sms-voice/latest/userguide/registrations-sms-senderid-india-template-issues.html, 2026-11-22)",
        "pass opt-out: no opt-out; the recipient takes texts",
        "defer send-at: 2026-11-24T17:00:00.000Z; it waits until then",
        "pass deadline: 2026-11-24T17:02:00.000Z; in time",
      ]
    `));

  test("of a text by India's local route", ({ expect }) => {
    const content = template("order", { number: "ORD-1" });
    const facts = { templates, entityId: "1501", region: "ap-south-1" };
    const rules = [{ senderId: "PIZZAS" }, {}, { senderId: "PIZZAS", region: undefined }].map((given) =>
      lines(decided({ content }, { ...facts, ...given })).filter((line) => / (?:dlt|sender)/u.test(line)),
    );
    expect(rules).toMatchInlineSnapshot(`
      [
        [
          "pass sender-replaced/IN: PIZZAS; by the local route it is shown as registered (https://docs.aws.amazon.com/sms-voice/latest/userguide/registrations-sms-senderid-india-routes.html, 2026-11-22)",
          "pass dlt/IN: PIZZAS, as registered; a text by India's local route carries entity id and template id and is exactly the registered one, each variable at most 30 characters, sent from ap-south-1 or ap-south-2 (https://docs.aws.amazon.com/sms-voice/latest/userguide/registrations-sms-senderid-india-template-issues.html, 2026-11-22)",
        ],
        [
          "pass sender-replaced/IN: no sender ID; the network shows a number or a shared name (https://docs.aws.amazon.com/sms-voice/latest/userguide/registrations-sms-senderid-india-routes.html, 2026-11-22)",
          "warning dlt/IN: no sender ID; AWS takes the local route only with a registered sender ID (https://docs.aws.amazon.com/sms-voice/latest/userguide/registrations-sms-senderid-india-template-issues.html, 2026-11-22)",
        ],
        [
          "pass sender-replaced/IN: PIZZAS; by the local route it is shown as registered (https://docs.aws.amazon.com/sms-voice/latest/userguide/registrations-sms-senderid-india-routes.html, 2026-11-22)",
          "warning dlt/IN: AWS region unknown; the local route needs ap-south-1 or ap-south-2 (https://docs.aws.amazon.com/sms-voice/latest/userguide/registrations-sms-senderid-india-template-issues.html, 2026-11-22)",
        ],
      ]
    `);
    expect(
      lines(decided({}, { ...facts, region: "eu-west-1" })).filter((line) => line.includes("dlt")),
    ).toMatchInlineSnapshot(`
      [
        "refuse dlt/IN: 2 in all; +9198••••3210 cannot be texted by India's local route: eu-west-1 has no local route, ap-south-1 and ap-south-2 have; a free text has no template id; register it with DLT and correct the template's dlt, or unset SMS_ENTITY_ID. (https://docs.aws.amazon.com/sms-voice/latest/userguide/registrations-sms-senderid-india-template-issues.html, 2026-11-22)",
      ]
    `);
  });

  test("of senders", ({ expect }) => {
    const sender = (to: string, senderId: string | undefined, own?: string) =>
      lines(decided({ to, senderId }, { senderId: own })).filter((line) => /sender|number\//u.test(line));
    expect([
      sender("+4915123456789", undefined),
      sender("+4915123456789", "PIZZAS"),
      sender("+4915123456789", undefined, "X"),
      sender("+447400123456", "OFFERS", "PIZZAS"),
      sender("+447400123456", undefined, "PIZZAS"),
      sender("+5351234567", "PIZZAS"),
      sender("+12025550123", "PIZZAS"),
      sender("+6581234567", undefined),
    ]).toMatchInlineSnapshot(`
      [
        [
          "pass sender/DE: no sender ID; the network shows a number or a shared name (https://docs.aws.amazon.com/sns/latest/dg/sns-supported-regions-countries.html, 2026-11-22)",
        ],
        [
          "pass sender/DE: PIZZAS; Germany shows sender IDs (https://docs.aws.amazon.com/sns/latest/dg/sns-supported-regions-countries.html, 2026-11-22)",
        ],
        [
          "warning sender/DE: not a sender ID; the sender ID is left out: a sender ID has 3 to 11 letters, digits or hyphens, and at least one letter (https://docs.aws.amazon.com/sns/latest/dg/sns-supported-regions-countries.html, 2026-11-22)",
        ],
        [
          "warning sender/GB: OFFERS; it must be registered: United Kingdom shows registered sender IDs only (https://docs.aws.amazon.com/sns/latest/dg/sns-supported-regions-countries.html, 2026-11-22)",
        ],
        [
          "pass sender/GB: PIZZAS; the operator's own: United Kingdom shows registered sender IDs only (https://docs.aws.amazon.com/sns/latest/dg/sns-supported-regions-countries.html, 2026-11-22)",
        ],
        [
          "warning sender: PIZZAS; nothing is on record about sender IDs in CU",
        ],
        [
          "refuse sender/US: PIZZAS; +120••••0123 cannot be texted with a sender ID: United States knows no sender IDs; leave it out. (https://docs.aws.amazon.com/sns/latest/dg/sns-supported-regions-countries.html, 2026-11-22)",
          "refuse dedicated-number/US: no number; +120••••0123 cannot be texted without a dedicated number: texts to the United States and its territories come from a dedicated number (10DLC, toll-free or short code), else they are not delivered; set SMS_ORIGINATION_NUMBER. (https://docs.aws.amazon.com/sns/latest/dg/sns-supported-regions-countries.html, 2026-11-22)",
        ],
        [
          "pass sender/SG: no sender ID; the network shows a number or a shared name (https://docs.aws.amazon.com/sns/latest/dg/sns-supported-regions-countries.html, 2026-11-22)",
          "refuse registered-sender/SG: no sender ID; +65••••4567 cannot be texted without a registered sender ID: texts to Singapore carry a sender ID registered with SSIR; any other is shown as LIKELY-SCAM; set SMS_SENDER_ID or the template's sender. (https://docs.aws.amazon.com/sms-voice/latest/userguide/phone-numbers-sms-by-country.html, 2026-11-22)",
        ],
      ]
    `);
  });

  test("of promotional texts", ({ expect }) => {
    const promotion = (to: string, words: string, senderId?: string) =>
      lines(
        decided({ to, content: text(words), class: "promotional", senderId }, {}, new Date("2026-11-24T10:00:00Z")),
      ).filter((line) => /opt-out-words|promotional-sender|quiet-hours/u.test(line));
    expect([
      promotion("+33612345678", "Pizza -40%"),
      promotion("+33612345678", "Pizza -40% STOP"),
      promotion("+971501234567", "Pizza -40%", "PIZZAS"),
    ]).toMatchInlineSnapshot(`
      [
        [
          "refuse opt-out-words/FR: absent; The promotional text to +336••••5678 does not say how to stop more of them: a promotional text to France says how to stop more of them, such as STOP; add such words. (https://www.twilio.com/en-us/guidelines/fr/sms, 2026-11-22)",
          "warning quiet-hours/FR: 2026-11-24T11:00 in Europe/Paris; public holidays are not looked up: promotional texts to FR arrive mon-sat 08:00-21:30 (https://www.twilio.com/en-us/guidelines/fr/sms, 2026-11-22)",
        ],
        [
          "pass opt-out-words: present; the recipient can stop more of them",
          "warning quiet-hours/FR: 2026-11-24T11:00 in Europe/Paris; public holidays are not looked up: promotional texts to FR arrive mon-sat 08:00-21:30 (https://www.twilio.com/en-us/guidelines/fr/sms, 2026-11-22)",
        ],
        [
          "warning opt-out-words: absent; add words such as: Reply STOP to opt out",
          "warning promotional-sender/AE: PIZZAS; the sender ID of a promotional text to the Emirates begins with AD- (https://www.twilio.com/en/guidelines/ae/sms, 2026-11-22)",
          "pass quiet-hours/AE: 2026-11-24T14:00 in Asia/Dubai; promotional texts to AE arrive mon-sun 07:00-21:00 (https://www.twilio.com/en/guidelines/ae/sms, 2026-11-22)",
        ],
      ]
    `);
  });

  test("of China's templates", ({ expect }) => {
    const china = (content: ReturnType<typeof text> | ReturnType<typeof template>) =>
      lines(decided({ to: "+8613123456789", content }, { templates })).filter((line) => line.includes("approved"));
    expect([china(text("Hello")), china(template("offer"))]).toMatchInlineSnapshot(`
      [
        [
          "refuse approved-templates/CN: free text; +8613••••6789 cannot be sent a free text: China delivers only texts whose template AWS Support had approved, for accounts that it had allowed; use an approved template. (https://docs.aws.amazon.com/sms-voice/latest/userguide/phone-numbers-sms-by-country.html, 2026-11-22)",
        ],
        [
          "warning approved-templates/CN: a template; China delivers only texts whose template AWS Support had approved, for accounts that it had allowed (https://docs.aws.amazon.com/sms-voice/latest/userguide/phone-numbers-sms-by-country.html, 2026-11-22)",
        ],
      ]
    `);
  });

  test("of everything that is refused", ({ expect }) =>
    expect(
      lines(
        decided(
          { to: "+912228472847", content: template("two", { b: 7 }), requestedAt: new Date(0) },
          {
            ...{ templates, unpriced: "refuse", allowedCountries: new Set(["DE"]), optedOut: { since: night } },
            frequency: { allows: false, observed: "5 of 5 a day", consequence: "5 a day are allowed" },
            spend: () => ({ allows: true, observed: "1 of 100", consequence: "there is enough" }),
          },
        ),
      ),
    ).toMatchInlineSnapshot(`
      [
        "refuse number: IN FIXED_LINE +9122••••2847; +9122••••2847 is of type FIXED_LINE, which gets no texts here; give a mobile number.",
        "refuse template: two, 2 faults; The variables of two cannot be used: a is missing; b must be a string; correct them.",
        "refuse destination: IN; +9122••••2847 is in IN, which is not among the allowed countries; add it to SMS_ALLOWED_COUNTRIES to send there.",
        "pass sender-replaced/IN: no sender ID; the network shows a number or a shared name (https://docs.aws.amazon.com/sms-voice/latest/userguide/registrations-sms-senderid-india-routes.html, 2026-11-22)",
        "warning dlt/IN: no entity id; DLT does not bind: the text goes by the international route (https://docs.aws.amazon.com/sms-voice/latest/userguide/registrations-sms-senderid-india-template-issues.html, 2026-11-22)",
        "refuse opt-out: since 2026-11-24; +9122••••2847 opted out on 2026-11-24; do not text it until its owner opts in again.",
        "refuse deadline: 1970-01-01T00:30:00.000Z; The text had to be sent by 1970-01-01T00:30:00.000Z and it is 2026-11-24T06:00:00.000Z; ask again if it still matters.",
        "refuse frequency: 5 of 5 a day; +9122••••2847 got as many texts as it may: 5 a day are allowed; send it later.",
        "pass spend: 1 of 100; there is enough",
      ]
    `));

  test("of a number of no country, without a price", ({ expect }) =>
    expect(
      lines(decided({ to: "+870773111632" }, { numberTypes: new Set(["MOBILE", "unknown"]) })),
    ).toMatchInlineSnapshot(`
      [
        "pass number: no country MOBILE +8707••••1632; a number that gets texts",
        "pass encoding: GSM-7, 24 units, 1 part; at most 10 parts are allowed",
        "warning price: no price for numbers of no country; the cost is unknown; the price book has prices of countries alone",
        "pass destination: no country; texts may go anywhere",
        "pass sender: no sender ID; the network shows a number or a shared name",
        "pass opt-out: no opt-out; the recipient takes texts",
        "pass deadline: 2026-11-24T06:30:00.000Z; in time",
      ]
    `));

  test("of an unknown template and a bad number", ({ expect }) =>
    expect(lines(decided({ to: "call me", content: template("+91 98") }))).toMatchInlineSnapshot(`
      [
        "refuse number: letters, 7 characters; The recipient's number has letters in it (letters); give it in international form, such as +919876543210.",
        "refuse template: unknown; There is no template of that name; take one that \`sms templates list\` shows, or add it.",
        "pass opt-out: no opt-out; the recipient takes texts",
        "pass deadline: 2026-11-24T06:30:00.000Z; in time",
      ]
    `));

  test("of one fault of a template", ({ expect }) =>
    expect(lines(decided({ content: template("two", { a: "x" }) }, { templates }))[1]).toMatchInlineSnapshot(
      `"refuse template: two, 1 fault; The variables of two cannot be used: b is missing; correct them."`,
    ));
});
