import fc from "fast-check";
import { expect, test } from "vitest";
import { dltFault, dltVariableLimit } from "../../../src/domain/template/dlt.js";

const matches = (registered: string, text: string) => dltFault({ text: registered }, text) === undefined;

test.each([
  ["words only", "Hello there", "Hello there", true],
  ["another case", "Hello there", "hello there", false],
  ["another end", "Hello there", "Hello there.", false],
  ["a blank more", "Hello there", "Hello  there", false],
  ["a blank before", "Hello", " Hello", false],
  ["a line break for a blank", "Hello there", "Hello\nthere", false],
  ["a curly quote for a straight one", "Don't", "Don’t", false],
  ["a variable", "Hi {#var#}!", "Hi Ravi!", true],
  ["a variable at the start", "{#var#} hi", "Ravi hi", true],
  ["a variable at the end", "Hi {#var#}", "Hi Ravi", true],
  ["an empty one", "Hi {#var#}!", "Hi !", true],
  ["nothing but a variable", "{#var#}", "Ravi", true],
  ["30 characters", "Hi {#var#}!", `Hi ${"x".repeat(30)}!`, true],
  ["31 characters", "Hi {#var#}!", `Hi ${"x".repeat(31)}!`, false],
  ["31 characters at the end", "Hi {#var#}", `Hi ${"x".repeat(31)}`, false],
  ["30 characters beyond the BMP", "Hi {#var#}!", `Hi ${"😊".repeat(30)}!`, true],
  ["31 characters beyond the BMP", "Hi {#var#}!", `Hi ${"😊".repeat(31)}!`, false],
  ["two side by side take 60", "{#var#}{#var#}.", `${"x".repeat(60)}.`, true],
  ["and no more", "{#var#}{#var#}.", `${"x".repeat(61)}.`, false],
  ["a value that looks like the words after it", "{#var#} is on", "x is on is on", true],
  ["words that come once too seldom", "{#var#} is {#var#} is on", "x is on", false],
  ["a value with a line break", "Hi {#var#}!", "Hi a\nb!", true],
  ["a numeric tag", "{#numeric#} is your code", "123456 is your code", true],
  ["a numeric one in words", "{#numeric#} is your code", "12a456 is your code", false],
  ["a span is no number", "in {#numeric#} min", "in 30-40 min", false],
  ["number is numeric's other name", "{#number#}!", "5!", true],
  ["letters and digits", "Ref {#alphanumeric#}!", "Ref ORD-2024 A!", true],
  ["an address is neither", "Ref {#alphanumeric#}!", "Ref evil.com!", false],
  ["nothing is neither", "Ref {#alphanumeric#}!", "Ref !", false],
  ["a web address", "See {#url#}", "See https://a.in/x", true],
  ["a web address without scheme", "See {#url#}", "See a.in/x", true],
  ["words are none", "See {#url#}", "See you soon", false],
  ["another scheme is none", "See {#url#}", "See ftp://a.in", false],
  ["a link to an app", "Get {#urlott#}", "Get https://a.in/app", true],
  ["a number to call", "Call {#cbn#}.", "Call +91 80123 45678.", true],
  ["a toll-free one", "Call {#cbn#}.", "Call 1800-123-4567.", true],
  ["words are none to call", "Call {#cbn#}.", "Call us.", false],
  ["an address of mail", "Mail {#email#}.", "Mail a.b@c.in.", true],
  ["no address of mail", "Mail {#email#}.", "Mail a.b.c.in.", false],
  ["tags of several kinds", "{#numeric#} {#url#}", "5 https://a.in", true],
  ["a tag in capitals is text", "Hi {#VAR#}", "Hi Ravi", false],
  ["a tag in capitals as text", "Hi {#VAR#}", "Hi {#VAR#}", true],
  ["signs that mean something to patterns", "Pay (Rs.{#var#})? $5+", "Pay (Rs.5)? $5+", true],
  ["such signs stand for themselves", "a.c", "abc", false],
])("%s", (_, registered, text, expected) => {
  expect(matches(registered, text)).toBe(expected);
});

test.each([
  ["it is", "Hi {#var#}", "Hi Ravi", undefined],
  ["other words", "Hi {#var#}", "Ho Ravi", "words"],
  ["too long a value", "Hi {#var#}", `Hi ${"x".repeat(31)}`, "length"],
  ["another kind of value", "Hi {#numeric#}", "Hi Ravi", "tags"],
])("why a text is not the registered one: %s", (_, text, given, fault) => {
  expect(dltFault({ text }, given)).toBe(fault);
});

test("a registered text filled with short values matches, and any other letter in its words does not", () => {
  const value = fc.string({ maxLength: dltVariableLimit });
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom("Dear ", ". Use ", "; "), value), { minLength: 1 }), (pairs) => {
      const registered = pairs.map(([words]) => `${words}{#var#}`).join("");
      const text = pairs.map(([words, given]) => words + given).join("");
      expect(matches(registered, text)).toBe(true);
      expect(matches(`X${registered}`, text)).toBe(false);
      expect(matches(`${registered}X`, `${text}Y`)).toBe(false);
    }),
  );
});

test("many variables and a text that almost fits: trying every combination would never end", () => {
  expect(matches(`${"{#var#} ".repeat(60)}!`, " ".repeat(1_000))).toBe(false);
});
