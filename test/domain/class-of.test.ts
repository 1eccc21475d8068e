import { expect, test } from "vitest";
import { classOf } from "../../src/domain/class-of.js";
import type { MessageClass } from "../../src/domain/message-class.js";

const templates = new Map([["offer", { class: "promotional" as const }]]);
const offer = { kind: "template", template: "offer" } as const;
const unknown = { kind: "template", template: "gone" } as const;
const text = { kind: "text" } as const;

test.each<[string, Parameters<typeof classOf>[0], MessageClass]>([
  ["a code is otp's, whatever is said", { class: "promotional", content: { kind: "code" } }, "otp"],
  ["the request's word comes before the template's", { class: "transactional", content: offer }, "transactional"],
  ["a template says it where the request does not", { content: offer }, "promotional"],
  ["an unknown template says nothing", { content: unknown }, "transactional"],
  ["a text without a word", { content: text }, "transactional"],
  ["a text with one", { class: "promotional", content: text }, "promotional"],
])("%s", (_, request, expected) => {
  expect(classOf(request, templates)).toBe(expected);
});
