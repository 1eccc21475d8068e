import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readTemplates } from "../src/adapters/files/templates.js";
import { expectedLocales } from "../src/domain/template/lint/expected-locales.js";
import { lintTemplate } from "../src/domain/template/lint/lint-template.js";
import { renderTemplate } from "../src/domain/template/render-template.js";
import { segmentsOf } from "../src/domain/text/segments.js";
import { smartEncode } from "../src/domain/text/smart-encoding.js";
import type { Template } from "../src/domain/template/template.js";
import { templateTypes } from "../src/domain/template/template-types.js";

const templates = readTemplates("templates");

const rendered = (name: string, variables: Record<string, unknown>, locale?: string, zone?: string) => {
  const result = renderTemplate(templates.get(name)!, variables, locale, zone);
  if ("faults" in result) throw new Error(`${name}: ${JSON.stringify(result.faults)}`);
  return result;
};

const order = { order_number: "ORD-2024-001" };
const trackUrl = "https://yourapp.com/track/abc123";

/** By template: the guide's examples, all variables given, and the English text they make. */
const examples: readonly (readonly [string, Record<string, unknown>, string])[] = [
  [
    "otp_login",
    { code: "123456", validity_minutes: 10 },
    "123456 is your login code, valid for 10 min. Never share this code with anyone, not even with our staff.",
  ],
  [
    "otp_registration",
    { code: "123456", validity_minutes: 10 },
    "123456 is your registration code, valid for 10 min. Never share this code with anyone, not even with our staff.",
  ],
  [
    "otp_password_reset",
    { code: "123456", validity_minutes: 15 },
    "123456 is your password reset code, valid for 15 min. Never share this code with anyone, not even with our staff.",
  ],
  [
    "order_confirmation",
    {
      ...order,
      delivery_time: "30-40 minutes",
      track_url: trackUrl,
      restaurant_name: "Pizza Palace",
      estimated_time: "30-40 minutes",
    },
    `Order ORD-2024-001 from Pizza Palace is confirmed. Delivery time: 30-40 minutes. Track: ${trackUrl}`,
  ],
  [
    "order_status_update",
    { ...order, status: "out_for_delivery", message: "Your order is out for delivery", track_url: trackUrl },
    `Order ORD-2024-001 (out for delivery): Your order is out for delivery\nTrack: ${trackUrl}`,
  ],
  [
    "delivery_assignment",
    { ...order, driver_name: "Rajesh Kumar", driver_phone: "+919876543211", estimated_time: "15 minutes" },
    "Rajesh Kumar is on the way with your order ORD-2024-001. Estimated time: 15 minutes. Call your driver: +919876543211",
  ],
  [
    "driver_assignment",
    { ...order, pickup_address: "12 MG Road", delivery_address: "4 Park Street", customer_phone: "+919876543210" },
    "New delivery ORD-2024-001. Pickup: 12 MG Road. Deliver to: 4 Park Street. Customer: +919876543210",
  ],
  [
    "delivery_completed",
    { ...order, feedback_url: "https://yourapp.com/feedback/abc123" },
    "Your order ORD-2024-001 has been delivered. Thank you for ordering with us! Tell us how it was: https://yourapp.com/feedback/abc123",
  ],
  [
    "payment_confirmation",
    { ...order, amount: 549, payment_method: "UPI", currency: "INR" },
    "We have received your payment of Rs. 549.00 by UPI for order ORD-2024-001. Thank you!",
  ],
  [
    "restaurant_new_order_alert",
    { ...order, items_count: 3, total_amount: 549, customer_name: "John Doe", currency: "INR" },
    "New order ORD-2024-001 from John Doe. Items: 3. Total: Rs. 549.00. Please confirm it and start preparing.",
  ],
  [
    "promotional_offer",
    {
      offer_title: "Weekend Special",
      offer_details: "Get 40% off on orders above ₹500",
      promo_code: "WEEKEND40",
      valid_until: "2024-12-15T00:00:00",
    },
    "Weekend Special: Get 40% off on orders above ₹500\nCode: WEEKEND40\nValid until 15 Dec 2024\nReply STOP to opt out",
  ],
  ["opt_out_confirmation", {}, "You will get no more of these texts from us. Reply START to resume."],
  ["opt_in_confirmation", {}, "You will get our texts again. Reply STOP to end them, HELP for help."],
  [
    "help_reply",
    {},
    "We text about your orders and offers. Reply STOP to end offers, STOPALL to end all texts, START to resume.",
  ],
];

test("the guide's whole set is there, in English and Hindi; answers to a person's own word in more languages", () => {
  expect([...templates.keys()].sort()).toEqual(examples.map(([name]) => name).sort());
  for (const { variables, texts } of templates.values())
    expect([...texts.keys()]).toEqual(
      variables.size === 0 ? ["en", "fr", "es", "pt", "de", "it", "nl", "hi"] : ["en", "hi"],
    );
});

/** Variables of each shipped template, in their order; `*` marks an optional one. */
const contract: Readonly<Record<string, string>> = {
  otp_login: "code, validity_minutes",
  otp_registration: "code, validity_minutes",
  otp_password_reset: "code, validity_minutes",
  order_confirmation: "order_number, delivery_time, track_url, restaurant_name*, estimated_time*",
  order_status_update: "order_number, status, message*, track_url*",
  delivery_assignment: "order_number, driver_name*, driver_phone*, estimated_time",
  driver_assignment: "order_number, pickup_address, delivery_address, customer_phone*",
  delivery_completed: "order_number, feedback_url*",
  payment_confirmation: "order_number, amount, payment_method, currency*",
  restaurant_new_order_alert: "order_number, items_count, total_amount, customer_name*, currency*",
  promotional_offer: "offer_title, offer_details, promo_code*, valid_until*",
  opt_out_confirmation: "",
  opt_in_confirmation: "",
  help_reply: "",
};

const declared = ({ variables }: Template) =>
  [...variables].map(([name, { optional }]) => (optional ? `${name}*` : name)).join(", ");

describe.each([...templates.values()])("$name", (template) => {
  const { name, variables, texts } = template;
  test("has the variables that callers and events share", () => {
    expect(declared(template)).toBe(contract[name]);
  });

  test("has the class of its lane", () => {
    const expected = name.startsWith("otp_") ? "otp" : name === "promotional_offer" ? "promotional" : "transactional";
    expect(template.class).toBe(expected);
  });

  test("has nothing that lint finds wrong", () => {
    expect(
      lintTemplate(template, { locales: expectedLocales([...templates.values()]), pricePerPart: () => 6_450 }).findings,
    ).toEqual([]);
  });

  test.each([...texts.keys()])("shows every variable that is given, in %s", (locale) => {
    const values = { currency: "KRW", status: "delivered", items_count: 7, validity_minutes: 7 };
    const given = Object.fromEntries(
      [...variables].map(([variable, { type }]) => [
        variable,
        {
          text: `<${variable}>`,
          code: `<${variable}>`,
          url: `https://a.in/${variable}`,
          date: "2031-07-09",
          time: "10:00",
          datetime: "2031-07-09T10:00",
          integer: 7,
          money: 71,
        }[type],
      ]),
    );
    const all = { ...given, ...Object.fromEntries(Object.entries(values).filter(([key]) => variables.has(key))) };
    const { text } = rendered(name, all, locale);
    const shown: Readonly<Record<string, RegExp>> = {
      status: /delivered|डिलीवर हुआ/,
      currency: /KRW|₩/,
      amount: /71/,
      total_amount: /71/,
      valid_until: /Jul 9, 2031|9 जुल॰ 2031/,
      delivery_time: /<delivery_time>|<estimated_time>/,
      estimated_time: /<delivery_time>|<estimated_time>/,
    };
    for (const variable of variables.keys()) expect(text).toMatch(shown[variable] ?? new RegExp(String(all[variable])));
    expect(text).not.toMatch(/undefined|null|[{}]/);
  });

  test.each([...texts.keys()])("reads well with what it needs alone, in %s", (locale) => {
    const needed = [...variables].filter(([, { optional }]) => !optional);
    const { text } = rendered(name, Object.fromEntries(needed.map(([key, { example }]) => [key, example])), locale);
    expect(text).not.toMatch(/ {2}| [.,।]|\s$|undefined|[{}]/);
  });
});

describe("English with the guide's examples", () => {
  test.each(examples)("%s is one part of GSM-7", (name, variables, expected) => {
    const { text } = rendered(name, variables, "en-IN");
    expect(text).toBe(expected);
    // The offer's own ₹ is the caller's: smart encoding, which the template has on, writes Rs. for it.
    const sent = templates.get(name)!.smartEncoding ? smartEncode(text).text : text;
    expect(segmentsOf(sent)).toMatchObject({ encoding: "GSM-7", parts: [sent] });
  });

  test.each(examples)("%s is one part of GSM-7 for whoever has no locale", (name, variables) => {
    const { encoding, parts } = segmentsOf(smartEncode(rendered(name, variables).text).text);
    expect([encoding, parts.length]).toEqual(["GSM-7", 1]);
  });
});

test("an order is confirmed with its number, time and link alone", () => {
  const variables = { ...order, delivery_time: "30 minutes", track_url: trackUrl };
  expect(rendered("order_confirmation", variables).text).toBe(
    `Order ORD-2024-001 is confirmed. Delivery time: 30 minutes. Track: ${trackUrl}`,
  );
});

describe("the four statuses", () => {
  test.each([
    ["preparing", "is being prepared", "तैयार हो रहा है"],
    ["ready", "is ready for pickup", "पिकअप के लिए तैयार है"],
    ["out_for_delivery", "is out for delivery", "डिलीवरी के लिए निकल चुका है"],
    ["delivered", "has been delivered", "डिलीवर हो गया है"],
  ])("%s", (status, english, hindi) => {
    expect(rendered("order_status_update", { ...order, status }, "en").text).toBe(
      `Your order ORD-2024-001 ${english}.`,
    );
    expect(rendered("order_status_update", { ...order, status }, "hi").text).toBe(`आपका ऑर्डर ORD-2024-001 ${hindi}।`);
  });

  test("and no other", () => {
    expect(renderTemplate(templates.get("order_status_update")!, { ...order, status: "lost" }, "en")).toEqual({
      faults: [{ variable: "status", message: "must be one of preparing, ready, out_for_delivery, delivered" }],
    });
  });
});

test("codes and phones go out as they were given", () => {
  const { text, wholeSpans } = rendered(
    "delivery_assignment",
    { ...order, driver_name: "R", driver_phone: "098765 43211", estimated_time: "5" },
    "hi",
  );
  expect(text).toContain("098765 43211");
  expect(wholeSpans.map(({ start, end }) => text.slice(start, end))).toEqual(["ORD-2024-001", "098765 43211"]);
  expect(rendered("otp_login", { code: "000042", validity_minutes: 5 }, "hi").text).toContain("000042");
});

test("a Hindi code fits one part too", () => {
  for (const name of ["otp_login", "otp_registration", "otp_password_reset"]) {
    expect(segmentsOf(rendered(name, { code: "123456", validity_minutes: 10 }, "hi-IN").text).parts).toHaveLength(1);
  }
});

test("the library's types are those of the templates; if not: npm run generate", () => {
  // Contain, as mutation testing writes a line before every file.
  expect(readFileSync("src/entry/template-variables.ts", "utf8")).toContain(templateTypes(templates.values()));
});
