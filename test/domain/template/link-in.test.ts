import { describe, expect, test } from "vitest";
import { linkIn } from "../../../src/domain/template/link-in.js";

describe("what would lead somebody away", () => {
  test.each([
    ["a web address", "Pay at https://evil.example/x", "a web address"],
    ["another scheme", "ftp://evil", "a web address"],
    ["a link to call", "tel:911", "a web address"],
    ["www.", "www.evil", "a web address"],
    ["in capitals", "HTTPS://EVIL", "a web address"],
    ["full-width", "ｈｔｔｐｓ：／／evil", "a web address"],
    ["a domain", "Rajesh evil.com", "a domain"],
    ["a shortener", "bit.ly/x", "a domain"],
    ["a domain of two parts", "shop.co.in", "a domain"],
    ["a private suffix", "me.github.io", "a domain"],
    ["at a sentence's end", "Go to evil.com.", "a domain"],
    ["in brackets", "(evil.com)", "a domain"],
    ["an address of mail", "me@evil.com", "a domain"],
    ["behind hyphens", "--evil.com", "a domain"],
    ["behind a line", "_evil.com", "a domain"],
    ["behind an accent without a letter", "\u0301-evil.com", "a domain"],
    ["behind a name that ends with a hyphen", "a-.evil.com", "a domain"],
    ["behind a digit and hyphens", "1-.-evil.com", "a domain"],
    ["in letters of its own", "пример.рф", "a domain"],
    ["with another full stop", "evil。com", "a domain"],
    ["an address with a path", "10.1.2.3/pay", "a domain"],
    ["a number with +", "call +91 98765 43210", "a phone number"],
    ["a number with 00", "0091 98765-43210", "a phone number"],
    ["ten digits", "9876543210", "a phone number"],
    ["with a trunk zero", "098765 43210", "a phone number"],
    ["in groups", "(800) 555-0199", "a phone number"],
    ["with the hyphens of word processors", "98765\u201143210", "a phone number"],
    ["with dashes and a tilde", "+91–98765~43210", "a phone number"],
    ["as France groups them", "06.12.34.56.78", "a phone number"],
    ["an hour's letters behind a name", "evil.am", "a domain"],
    ["an hour before a path", "11.30.am/x", "a domain"],
    ["a number's letters without a number", "evil.no", "a domain"],
    ["in another script", "९८७६५४३२१०", "a phone number"],
  ] as const)("%s", (_, value, link) => expect(linkIn(value, false)).toBe(link));
});

describe("what people write otherwise", () => {
  test.each([
    ["a name", "Rajesh Kumar"],
    ["initials", "J.R.R. Tolkien"],
    ["an abbreviation", "St.Mary, Dr. Shah"],
    ["a span of minutes", "30-40 minutes"],
    ["a span of hours", "18:30-19:15"],
    ["a day", "2026-11-28 18:30"],
    ["a day the other way round", "28.11.2026"],
    ["a span of hours with stops", "10.30-11.30"],
    ["the same with a dash and blanks", "18.30 – 19.15"],
    ["a span of days", "28.11.-30.11.2026"],
    ["the same without years", "28.11 - 30.11"],
    ["a short day and an hour", "27.11.26 18.30"],
    ["the half of a day behind a stop", "11.30.am to 1.pm"],
    ["a flat's number", "H.No 12, Flat.No: 4"],
    ["an amount", "Rs. 1,00,000.00"],
    ["a large amount", "1.234.567,89"],
    ["a version", "v1.2.3"],
    ["an address of the internet protocol alone", "10.1.2.3"],
    ["a pin code and a flat", "560001, Flat 12/4"],
    ["a masked card", "Visa XXXX1234"],
    ["a method", "UPI"],
    ["words that a stop joins", "done.thanks, see you"],
    ["Hindi", "15 मिनट।"],
  ])("%s", (_, value) => expect(linkIn(value, false)).toBeUndefined());

  test.each(["ORD-2024-001", "9876543210", "402-1234567-1234567", "202611260001"])("%s is an order's number", (value) =>
    expect(linkIn(value, true)).toBeUndefined(),
  );
  test.each(["+919876543210", "https://a.in", "a.in/1"])("%s is none", (value) =>
    expect(linkIn(value, true)).toBeDefined(),
  );
});
