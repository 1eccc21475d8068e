import { expect, test } from "vitest";
import { protectedSpans } from "../../../src/domain/text/protected-spans.js";
import { runs } from "../../support/property-runs.js";

test.each([
  ["a URL, without the full stop behind it", "See https://x.example/a?b=c_d. Bye", ["https://x.example/a?b=c_d"]],
  ["a URL in brackets", "(http://x.example/a)", ["http://x.example/a"]],
  ["a URL in quotes", "“HTTPS://X.EXAMPLE”", ["HTTPS://X.EXAMPLE"]],
  ["a quote inside one is its own", "http://x.example/it’s", ["http://x.example/it’s"]],
  ["any scheme", "myapp://open/order", ["myapp://open/order"]],
  ["www", "www.example/ok", ["www.example/ok"]],
  ["a host alone", "go to bit.ly/x now", ["bit.ly/x"]],
  ["a host with a question", "go to x.example?a=b!", ["x.example?a=b"]],
  ["a mail address", "write to me@mail.example,", ["me@mail.example"]],
  ["an order number", "order ORD-2024-001!", ["ORD-2024-001"]],
  ["a code with a hyphen that does not break", "ORD\u20112024", ["ORD\u20112024"]],
  ["a code in quotes", "“SAVE50”", ["SAVE50"]],
  ["a code of digits", "@x.example #123456", ["x.example", "123456"]],
  ["a code in another script", "कूपन कख12", ["कख12"]],
  ["a code among letters without blanks", "您的验证码是123456请勿泄露", ["123456"]],
  ["a code of letters too", "รหัสABC-12ของคุณ", ["ABC-12"]],
  ["a URL behind one, up to its full stop", "请点击https://x.example/a。谢谢", ["https://x.example/a"]],
  ["a host among them", "请点击bit.ly/x 谢谢", ["bit.ly/x"]],
  ["a time", "at 10:30.", ["10:30"]],
  ["a sum", "Rs. 1,549.00.", ["1,549.00"]],
  ["a sum as the Swiss write it", "CHF 1’234.50", ["1’234.50"]],
  ["a sum as the French write it", "1\u202f234,50\u00a0€", ["1\u202f234,50"]],
  ["a negative number", "−5", ["−5"]],
  ["a fraction", "1½", ["1½"]],
  ["a phone number with its blanks", "call +91 98765 43210 now", ["+91 98765 43210"]],
  ["one without its country", "call (098765) 43210 now", ["098765) 43210"]],
  ["a range is two numbers", "30–40", ["30", "40"]],
  ["neighbours stay apart", "1 2", ["1", "2"]],
  ["plain words", "Hello, it’s me – e.g. you", []],
  ["a full stop without a blank could be a host", "done.Bye", ["done.Bye"]],
  ["nothing", "", []],
])("%s", (_, text, expected) => {
  expect(protectedSpans(text).map(({ start, end }) => text.slice(start, end))).toEqual(expected);
});

test.each([
  [
    "apart, in order",
    [{ start: 8, end: 9 }],
    [
      { start: 0, end: 3 },
      { start: 8, end: 9 },
    ],
  ],
  ["inside one", [{ start: 1, end: 2 }], [{ start: 0, end: 3 }]],
  ["overlapping one", [{ start: 2, end: 6 }], [{ start: 0, end: 6 }]],
  [
    "touching one",
    [{ start: 3, end: 6 }],
    [
      { start: 0, end: 3 },
      { start: 3, end: 6 },
    ],
  ],
  ["empty", [{ start: 5, end: 5 }], [{ start: 0, end: 3 }]],
])("the caller's spans, %s", (_, others, expected) => {
  expect(protectedSpans("123 abcdefg", others)).toEqual(expected);
});

test("a megabyte is scanned in time that grows with its length", () => {
  for (const unit of [
    "a",
    "a.",
    "a-",
    "1 ",
    "a!",
    "http://",
    "http://!",
    "www.",
    "+1 ",
    "a@",
    "1.",
    "’",
    "a/b ",
    "中",
    "中1",
    "中a.",
  ])
    expect(protectedSpans(unit.repeat(runs(1_000_000) / unit.length)).length).toBeGreaterThanOrEqual(0);
});
