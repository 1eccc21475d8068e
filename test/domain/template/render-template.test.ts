import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { declareTemplate } from "../../../src/domain/template/declare-template.js";
import { renderTemplate } from "../../../src/domain/template/render-template.js";
import { runsRightToLeft } from "../../../src/domain/template/isolated.js";
import { linkIn } from "../../../src/domain/template/link-in.js";
import type { Template } from "../../../src/domain/template/template.js";
import { cleanValue } from "../../../src/domain/text/clean-value.js";
import { applied } from "../../support/applied-edits.js";
import type { TemplateDeclaration } from "../../../src/domain/template/template-declaration.js";

const declare = (declaration: Partial<TemplateDeclaration>): Template => {
  const declared = declareTemplate("greeting", "v1", { class: "transactional", texts: {}, ...declaration });
  if ("faults" in declared) throw new Error(JSON.stringify(declared.faults));
  return declared.template;
};

const one = (type: "text" | "money" | "date" | "time" | "datetime" | "url" | "code" | "integer", maxLength = 100) =>
  declare({ variables: { v: { type, maxLength } }, texts: { en: "<{v}>", hi: "«{v}» नमस्ते" } });

const textOf = (template: Template, variables: Record<string, unknown>, locale?: string, zone?: string) => {
  const rendered = renderTemplate(template, variables, locale, zone);
  return "faults" in rendered ? rendered.faults : rendered.text;
};

describe("values by type", () => {
  test.each([
    ["text without the blanks at its ends", "text", " Ravi {v} ₹ ", "en", "UTC", "<Ravi {v} ₹>"],
    ["a URL with a trailing tab", "url", "https://a.in/x\t", "en", "UTC", "<https://a.in/x>"],
    ["a code with something unseen in it", "code", "01\u200b2345", "en", "UTC", "<012345>"],
    ["a date with blanks around", "date", " 2024-12-15 ", "en-IN", "UTC", "<15 Dec 2024>"],
    ["a code as it is", "code", "012345", "hi", "UTC", "«012345» नमस्ते"],
    ["a URL as it is", "url", "HTTPS://a.in/x?y=1#z", "en", "UTC", "<HTTPS://a.in/x?y=1#z>"],
    ["a URL without S", "url", "http://a.in", "en", "UTC", "<http://a.in>"],
    ["an integer in plain digits", "integer", 1234, "en", "UTC", "<1234>"],
    ["zero", "integer", 0, "en", "UTC", "<0>"],
    ["rupees in English", "money", 549, "en", "UTC", "<Rs. 549.00>"],
    ["rupees as India groups them", "money", 1234567.5, "en-IN", "UTC", "<Rs. 12,34,567.50>"],
    ["rupees as others group them", "money", 1234567.5, undefined, "UTC", "<Rs. 1,234,567.50>"],
    ["rupees in Hindi, where ₹ costs nothing", "money", 1234567.5, "hi-IN", "UTC", "«₹12,34,567.50» नमस्ते"],
    ["nothing to pay", "money", 0, "en", "UTC", "<Rs. 0.00>"],
    ["a float's noise is rounded", "money", 0.1 + 0.2, "en", "UTC", "<Rs. 0.30>"],
    ["a date in English", "date", "2024-12-15", "en", "UTC", "<Dec 15, 2024>"],
    ["a date in India", "date", "2024-12-15", "en-IN", "UTC", "<15 Dec 2024>"],
    ["a date stays what it is in every zone", "date", "2024-12-15", "en-IN", "America/Los_Angeles", "<15 Dec 2024>"],
    ["a face's date too", "date", "2024-12-15T23:30", "en-IN", "Asia/Kolkata", "<15 Dec 2024>"],
    ["an instant's date is the recipient's", "date", "2024-12-15T23:30:00Z", "en-IN", "Asia/Kolkata", "<16 Dec 2024>"],
    ["a time in the recipient's zone", "time", "2024-12-15T13:00:00Z", "en", "Asia/Kolkata", "<6:30 PM>"],
    ["a face's time stays", "time", "18:30", "en", "Asia/Kolkata", "<6:30 PM>"],
    ["by default in UTC", "time", "2024-12-15T13:00:00Z", "en", undefined, "<1:00 PM>"],
    ["both", "datetime", "2024-12-15T20:00:00Z", "en", "Asia/Kolkata", "<Dec 16, 2024, 1:30 AM>"],
    ["summer time", "time", "2024-07-01T12:00:00Z", "en", "America/New_York", "<8:00 AM>"],
    ["winter time", "time", "2024-01-01T12:00:00Z", "en", "America/New_York", "<7:00 AM>"],
  ] as const)("%s", (_, type, value, locale, zone, text) => {
    expect(textOf(one(type), { v: value }, locale, zone)).toBe(text);
  });

  test.each([
    ["dollars", "USD", "en", "$5.00"],
    ["euros: GSM-7 has the sign", "EUR", "en", "€5.00"],
    ["pounds", "GBP", "en", "£5.00"],
    ["won: GSM-7 lacks the sign", "KRW", "en", "KRW 5"],
    ["a code stays a code", "AED", "en", "AED 5.00"],
    ["three decimals", "KWD", "en", "KWD 5.000"],
    ["none given", undefined, "en", "Rs. 5.00"],
    ["null", null, "en", "Rs. 5.00"],
    ["in Hindi any sign will do", "KRW", "hi", "₩5"],
  ])("the currency of amounts: %s", (_, currency, locale, amount) => {
    const template = declare({
      variables: { total: { type: "money" }, currency: { type: "text", optional: true } },
      texts: { en: "{total}", hi: "कुल{total}" },
    });
    expect(textOf(template, { total: 5, currency }, locale)).toBe(locale === "hi" ? `कुल${amount}` : amount);
  });

  test.each([
    ["PKR", 549.5, "PKR 549.50"],
    ["JPY", 549, "¥549"],
    ["VED", 1.5, "VED 1.50"],
    ["UYW", 1.2345, "UYW 1.2345"],
    ["CLF", 0.0001, "CLF 0.0001"],
    ["HUF", 99.9, "HUF 99.90"],
    ["IQD", 1250.25, "IQD 1,250.250"],
    ["INR", 123456789012.34, "Rs. 123,456,789,012.34"],
    ["INR", 1e21, "Rs. 1,000,000,000,000,000,000,000.00"],
    ["INR", 1.1 * 3, "Rs. 3.30"],
  ])("%s %d: never another amount than was paid", (currency, amount, text) => {
    const template = declare({
      variables: { total: { type: "money", maxLength: 60 }, currency: { type: "text", optional: true } },
      texts: { en: "{total}" },
    });
    expect(textOf(template, { total: amount, currency })).toBe(text);
  });

  test("a template without the variable currency has amounts in rupees", () => {
    expect(textOf(one("money"), { v: 5 })).toBe("<Rs. 5.00>");
  });
});

const word = "must be a string";
const money = "must be a number of 0 or more in major units, such as 549.00";
const whole = "must be a whole number, such as 3";
const address = "must be a string with a whole address, such as https://example.com/track/1";

describe("values that are refused", () => {
  test.each([
    ["text: a number", "text", 5, word],
    ["text: an object", "text", { a: 1 }, word],
    ["text: true", "text", true, word],
    ["code: a number has lost its zeros", "code", 12345, "must be a string without spaces, such as 012345"],
    ["code: a blank", "code", "12 34", "must be a string without spaces, such as 012345"],
    ["integer: a fraction", "integer", 1.5, whole],
    ["integer: a string", "integer", "3", whole],
    ["integer: beyond exact numbers", "integer", 2 ** 53, whole],
    ["money: a string", "money", "549.00", money],
    ["money: below zero", "money", -1, money],
    ["money: minus nothing", "money", -0, money],
    ["money: no number", "money", Number.NaN, money],
    ["money: no end", "money", Number.POSITIVE_INFINITY, money],
    ["url: a number", "url", 5, address],
    ["url: no scheme", "url", "a.in/x", address],
    ["url: another scheme", "url", "ftp://a.in/x", address],
    ["url: a script", "url", "javascript:alert(1)//https://a.in", address],
    ["url: a blank", "url", "https://a.in/x y", address],
    ["url: words before", "url", "see https://a.in", address],
    ["url: no host", "url", "https://?", address],
    ["date: a number", "date", 20241215, "must be a string such as 2024-12-15"],
    ["date: a time only", "date", "18:30", "must be a string such as 2024-12-15"],
    ["date: no date", "date", "soon", "must be a string such as 2024-12-15"],
    ["time: a date only", "time", "2024-12-15", "must be a string such as 18:30"],
    ["datetime: a date only", "datetime", "2024-12-15", "must be a string such as 2024-12-15T18:30:00Z"],
    ["datetime: a time only", "datetime", "18:30", "must be a string such as 2024-12-15T18:30:00Z"],
    ["missing", "text", undefined, "is missing"],
    ["null", "text", null, "is missing"],
    ["empty", "text", "", "is empty"],
    ["blank", "text", "  ", "is empty"],
    ["nothing that is drawn", "text", "\u200b\u202e\u3164", "is empty"],
    ["a blank in a URL stays a fault", "url", "https://a.in/a\nb", address],
    ["a URL that is too long", "url", `https://a.in/${"x".repeat(100)}`, "must be at most 100 characters, and is 113"],
    ["a code that is too long", "code", "9".repeat(101), "must be at most 100 characters, and is 101"],
    [
      "money finer than its currency",
      "money",
      549.505,
      "has more decimals than INR, which has 2: send the amount that was paid",
    ],
  ] as const)("%s", (_, type, value, message) => {
    expect(textOf(one(type), { v: value })).toEqual([{ variable: "v", message }]);
  });

  test.each([
    ["as long as allowed", 5, "<12345>"],
    ["one more", 4, [{ variable: "v", message: "must be at most 4 characters, and is 5" }]],
  ])("length counts as written: %s", (_, maxLength, expected) => {
    expect(textOf(one("integer", maxLength), { v: 12345 })).toEqual(expected);
  });

  test.each([
    ["small letters", "inr"],
    ["no currency", "XYZ"],
    ["words", "rupees"],
    ["too long to be one", "INRR"],
  ])("currency: %s", (_, currency) => {
    const template = declare({ variables: { currency: { type: "text" } }, texts: { en: "{currency}" } });
    expect(textOf(template, { currency })).toEqual([
      { variable: "currency", message: "must be a currency's ISO 4217 code, such as INR" },
    ]);
  });

  test.each([
    ["a number", 5, "must be a string"],
    ["no currency", "XYZ", "must be a currency's ISO 4217 code, such as INR"],
    ["words", "rupees", "must be a currency's ISO 4217 code, such as INR"],
    ["more than one", "INR USD", "must be a currency's ISO 4217 code, such as INR"],
  ])("an amount's currency that is none never throws: %s", (_, currency, message) => {
    const template = declare({
      variables: { total: { type: "money" }, currency: { type: "text", optional: true } },
      texts: { en: "{total}" },
    });
    expect(textOf(template, { total: 5, currency })).toEqual([{ variable: "currency", message }]);
  });

  test("every fault at once, unknown ones with what there is", () => {
    const template = declare({
      variables: { a: { type: "text" }, b: { type: "integer" }, c: { type: "text", optional: true } },
      texts: { en: "{a}{b}{?c}{c}{/}" },
    });
    const unknown = "is no variable of greeting, which takes a, b, c";
    expect(textOf(template, { b: "1", c: 2, "d.e-1": 3, "x\ny": null, e: undefined })).toEqual([
      { variable: "d.e-1", message: unknown },
      { variable: "a name that no variable can have", message: unknown },
      { variable: "a", message: "is missing" },
      { variable: "b", message: "must be a whole number, such as 3" },
      { variable: "c", message: "must be a string" },
    ]);
  });

  test("a template without variables takes none", () => {
    expect(textOf(declare({ texts: { en: "Hi" } }), { a: 1 })).toEqual([
      { variable: "a", message: "is no variable of greeting, which takes none" },
    ]);
  });

  test("what an object inherits is not given", () => {
    const variables = Object.fromEntries([["constructor", { type: "text" as const }]]);
    const template = declare({ variables, texts: { en: "{constructor}" } });
    expect(textOf(template, {})).toEqual([{ variable: "constructor", message: "is missing" }]);
  });

  test("a status outside of the phrases", () => {
    const template = declare({ variables: { s: { type: "text" } }, texts: { en: "{s|on=is on|off=is off}" } });
    expect(textOf(template, { s: "gone" })).toEqual([{ variable: "s", message: "must be one of on, off" }]);
    expect(textOf(template, { s: "off" })).toBe("is off");
  });
});

describe("sections", () => {
  const template = declare({
    variables: { a: { type: "text", optional: true }, b: { type: "text", optional: true } },
    texts: { en: "[{?a}a={a}{:}no a{?b}, b={b}{/}{/}]" },
  });
  test.each([
    ["given", { a: "1" }, "[a=1]"],
    ["not given", {}, "[no a]"],
    ["inside of an else", { b: "2" }, "[no a, b=2]"],
    ["an else is left out with all that is in it", { a: "1", b: "2" }, "[a=1]"],
    ["undefined is not given", { a: undefined }, "[no a]"],
    ["null is not given", { a: null }, "[no a]"],
    ["an empty one is not given", { a: "" }, "[no a]"],
    ["a blank one neither", { a: " " }, "[no a]"],
  ])("%s", (_, variables, text) => {
    expect(textOf(template, variables)).toBe(text);
  });

  test("an optional variable outside of one shows nothing", () => {
    const bare = declare({ variables: { a: { type: "text", optional: true } }, texts: { en: "[{a}]" } });
    expect(textOf(bare, {})).toBe("[]");
  });
});

describe("the recipient's locale", () => {
  const template = declare({
    variables: { d: { type: "date" } },
    texts: { en: "en {d}", hi: "hi {d}", "en-GB": "gb {d}", "zh-Hant": "zh {d}" },
  });
  test.each([
    ["none", undefined, "en", "en Dec 15, 2024"],
    ["its language", "en-IN", "en", "en 15 Dec 2024"],
    ["its own", "en-GB", "en-GB", "gb 15 Dec 2024"],
    ["Hindi", "hi-IN", "hi", "hi 15 दिस॰ 2024"],
    ["a script between", "zh-Hant-TW", "zh-Hant", "zh 2024年12月15日"],
    ["written with _", "en_IN", "en", "en 15 Dec 2024"],
    ["in other letters", "EN-in", "en", "en 15 Dec 2024"],
    ["no text in it", "fr-FR", "en", "en Dec 15, 2024"],
    ["a language that begins alike", "hil", "en", "en Dec 15, 2024"],
    ["no locale at all", "!!", "en", "en Dec 15, 2024"],
    ["empty", "", "en", "en Dec 15, 2024"],
    ["as long as a locale may be", `hi-IN,${"x".repeat(194)}`, "hi", "hi 15 दिस॰ 2024"],
    ["longer", `hi-IN,${"x".repeat(195)}`, "en", "en Dec 15, 2024"],
    ["of a POSIX system", "hi_IN.UTF-8", "hi", "hi 15 दिस॰ 2024"],
    ["of a POSIX system, with a modifier", "en_GB@euro", "en-GB", "gb 15 Dec 2024"],
    ["POSIX's own", "C.UTF-8", "en", "en Dec 15, 2024"],
    ["of a browser: the first that there is a text for", "de-CH, hi;q=0.8, en;q=0.5", "hi", "hi 15 दिस॰ 2024"],
    ["of a browser: the most wanted first", "en;q=0.2,hi-IN ; q=0.9", "hi", "hi 15 दिस॰ 2024"],
    ["of a browser: what is not wanted", "hi;q=0, en-IN;q=0.1", "en", "en 15 Dec 2024"],
    ["of a browser: anything", "*", "en", "en Dec 15, 2024"],
    ["with digits that English has not", "en-IN-u-nu-arab", "en", "en 15 Dec 2024"],
    ["with digits that Hindi has", "hi-u-nu-deva", "hi", "hi १५ दिस॰ २०२४"],
    ["with a private use", "hi-IN-x-abc", "hi", "hi 15 दिस॰ 2024"],
  ])("%s", (_, locale, chosen, text) => {
    expect(renderTemplate(template, { d: "2024-12-15" }, locale)).toMatchObject({ locale: chosen, text });
  });
});

describe("what must stay whole", () => {
  const template = declare({
    variables: {
      number: { type: "text", whole: true },
      name: { type: "text" },
      link: { type: "url", optional: true },
      rest: { type: "url", whole: false, optional: true },
    },
    texts: { en: "{name} {number}{?link} {link}{/}{?rest} {rest}{/} {number}" },
  });
  test("values and places, as often as they stand there", () => {
    const variables = { number: "A1", name: "Al", link: "https://a.in", rest: "https://b.in" };
    expect(renderTemplate(template, variables, "en")).toEqual({
      text: "Al A1 https://a.in https://b.in A1",
      locale: "en",
      values: new Map(Object.entries(variables)),
      wholeSpans: [
        { start: 3, end: 5 },
        { start: 6, end: 18 },
        { start: 32, end: 34 },
      ],
      edits: [],
      zoned: false,
    });
  });
  test("a value that is not shown is not among them", () => {
    expect(renderTemplate(template, { number: "A1", name: "Al" }, "en")).toMatchObject({
      wholeSpans: [
        { start: 3, end: 5 },
        { start: 6, end: 8 },
      ],
    });
  });
});

/** Values that stand in a text as they are given. */
const plain = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 50 })
  .map((value) => cleanValue(value).text)
  .filter(
    (value) => value !== "" && value.length <= 100 && !runsRightToLeft(value) && linkIn(value, false) === undefined,
  );

test("a value never becomes a placeholder, a section or a brace", () => {
  const template = declare({
    variables: { a: { type: "text" }, b: { type: "text" } },
    texts: { en: "{a}|{b}" },
  });
  const tricky = fc.oneof(plain, fc.constantFrom("{b}", "{{b}}", "{?a}{a}{/}", "{", "}", "$&", "$1", "{a|x=y}"));
  fc.assert(
    fc.property(tricky, tricky, (a, b) => {
      expect(textOf(template, { a, b })).toBe(`${a}|${b}`);
    }),
  );
});

test("nothing given throws, and a fault never repeats a value", () => {
  const template = declare({
    variables: { a: { type: "text", maxLength: 3 }, b: { type: "money" }, c: { type: "date" }, d: { type: "url" } },
    texts: { en: "{a}{b}{c}{d}" },
  });
  const secret = "S3CRET-4711";
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.oneof(fc.constantFrom("a", "b", "c", "d"), fc.string()),
        fc.oneof(fc.anything(), fc.constant(secret)),
      ),
      fc.option(fc.string(), { nil: undefined }),
      (variables, locale) => {
        const rendered = renderTemplate(template, variables, locale);
        if ("faults" in rendered) expect(JSON.stringify(rendered.faults)).not.toContain(secret);
      },
    ),
  );
});

test("spans hold exactly the wholes", () => {
  const template = declare({
    variables: { a: { type: "text", whole: true }, b: { type: "text" } },
    texts: { en: "{b}{a}{b}{a}" },
  });
  fc.assert(
    fc.property(plain, plain, (a, b) => {
      const rendered = renderTemplate(template, { a, b }, "en");
      if ("faults" in rendered) throw new Error("refused");
      expect(rendered.wholeSpans.map(({ start, end }) => rendered.text.slice(start, end))).toEqual([a, a]);
    }),
  );
});

describe("texts that are too long, or hold what is not drawn, are told to the person all the same", () => {
  const template = declare({
    variables: {
      name: { type: "text", maxLength: 20 },
      number: { type: "text", maxLength: 20, whole: true, optional: true },
      phone: { type: "text", maxLength: 14, shorten: false, links: true, optional: true },
    },
    texts: { en: "{name}{?number} {number}{/}{?phone} {phone}{/}" },
  });
  test.each<[string, Record<string, unknown>, string]>([
    ["cut at a word", { name: "The Very Long Restaurant Name" }, "The Very Long..."],
    ["a whole one too", { name: "A", number: "ORDER 2024 000 000 001 B" }, "A ORDER..."],
    ["as long as it may be", { name: "x".repeat(20) }, "x".repeat(20)],
    ["a line break and a tab", { name: "12 MG\nRoad\t" }, "12 MG Road"],
    ["an override of direction", { name: "Rajesh\u202eKumar" }, "RajeshKumar"],
  ])("%s, and each edit names its variable", (_, variables, text) => {
    const rendered = renderTemplate(template, variables, "en");
    if ("faults" in rendered) throw new Error(JSON.stringify(rendered.faults));
    expect(rendered.text).toBe(text);
    for (const [name, given] of Object.entries(variables)) {
      const edits = rendered.edits.filter(({ variable }) => variable === name);
      expect(applied(given as string, edits)).toBe(rendered.values.get(name));
    }
  });
  test("cleaned and cut at once", () => {
    const given = "The\tVery\u200b Long\nRestaurant Name";
    const rendered = renderTemplate(template, { name: given }, "en");
    if ("faults" in rendered) throw new Error("refused");
    expect(rendered.text).toBe("The Very Long...");
    expect(applied(given, rendered.edits)).toBe("The Very Long...");
    expect(rendered.edits.map(({ why }) => why)).toEqual(["white-space", "white-space", "shortened"]);
  });
  test("but not where the template says so", () => {
    expect(textOf(template, { name: "A", phone: "+9198765432101234" })).toEqual([
      { variable: "phone", message: "must be at most 14 characters, and is 17" },
    ]);
  });
});

describe("right-to-left values in a left-to-right text", () => {
  const at = (text: string, variables = { v: "محمد" } as Record<string, unknown>) =>
    textOf(
      declare({ variables: { v: { type: "text" }, w: { type: "text", optional: true } }, texts: { en: text } }),
      variables,
    );
  const isolated = "\u2068محمد\u2069";
  test.each([
    ["at its beginning they would turn it round", "{v} is on the way", `${isolated} is on the way`],
    ["before digits they would take them along", "For {v}: 15 minutes", `For ${isolated}: 15 minutes`],
    ["before a word they stay as they are", "Order of {v} is ready", "Order of محمد is ready"],
    ["at its end too", "Order of {v}", "Order of محمد"],
    ["alone they are the text", "{v}", "محمد"],
    ["before another they would change places", "{w}, {v} and I", "\u2068עדן\u2069, محمد and I"],
  ])("%s", (_, text, expected) => expect(at(text, { v: "محمد", w: "עדן" })).toBe(expected));

  test("not where it would cost a part", () => {
    expect(at(`{v} ${"a".repeat(65)}`)).toBe(`محمد ${"a".repeat(65)}`);
    expect(at(`{v} ${"a".repeat(63)}`)).toBe(`${isolated} ${"a".repeat(63)}`);
  });
  test("nor in a text that runs so itself", () => expect(at("{v} 15 في الطريق")).toBe("محمد 15 في الطريق"));
  test("whole values are found behind the marks", () => {
    const template = declare({
      variables: { v: { type: "text" }, n: { type: "text", whole: true } },
      texts: { en: "{v} has {n}" },
    });
    const rendered = renderTemplate(template, { v: "محمد", n: "A1" }, "en");
    expect(rendered).toMatchObject({ wholeSpans: [{ start: 11, end: 13 }] });
  });
});
