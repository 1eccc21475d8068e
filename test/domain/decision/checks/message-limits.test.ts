import { expect, test } from "vitest";
import { messageLimitRefusal } from "../../../../src/domain/decision/checks/message-limits.js";
import { segmentsOf } from "../../../../src/domain/text/segments.js";

const detailOf = (text: string) => messageLimitRefusal(text, segmentsOf(text).encoding)?.detail;

test.each([
  ["1,600 characters of one byte", "a".repeat(1_600)],
  ["1,600 bytes of two each", "é".repeat(800)],
  ["630 units of UCS-2, with 1,260 bytes", "я".repeat(630)],
  ["315 emoji", "😊".repeat(315)],
  ["nothing", ""],
])("%s may go", (_, text) => expect(detailOf(text)).toBeUndefined());

test.each([
  ["1,601 characters", "a".repeat(1_601), "1601 characters, above the 1600"],
  ["more than 1,600 bytes of two each", "é".repeat(801), "1602 bytes of UTF-8, above the 1600"],
  ["of three", "€".repeat(534), "1602 bytes of UTF-8, above the 1600"],
  ["of four", "😊".repeat(401), "1604 bytes of UTF-8, above the 1600"],
  ["characters are code points", "😊".repeat(1_601), "1601 characters, above the 1600"],
  ["631 units of UCS-2", "я".repeat(631), "631 UCS-2 units, above the 630"],
  ["an emoji has two of them", "😊".repeat(316), "632 UCS-2 units, above the 630"],
])("%s is refused", (_, text, words) => {
  expect(detailOf(text)).toContain(words);
  expect(messageLimitRefusal(text, segmentsOf(text).encoding)?.reason).toBe("message-too-long");
});

test("the refusal holds nothing of the text", () => expect(detailOf("secret".repeat(300))).not.toContain("secret"));

test.each([0x7f, 0x80, 0x7ff, 0x800, 0xffff, 0x10000])("bytes of U+%s are those of the platform", (point) => {
  const text = String.fromCodePoint(point).repeat(1_600);
  const bytes = new TextEncoder().encode(text).length;
  if (bytes > 1_600) expect(detailOf(text)).toContain(`${bytes} bytes`);
  else expect(detailOf(text) ?? "").not.toContain("bytes");
});
