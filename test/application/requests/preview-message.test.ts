import { expect, test } from "vitest";
import { previewMessage } from "../../../src/application/requests/preview-message.js";
import { decided, text } from "../../support/decisions.js";

const common = { encoding: "GSM-7", segments: 1, edits: [], offenders: [] };
const promotion = { content: text("Pizza. Reply STOP"), class: "promotional" } as const;

test("what would be sent", () => {
  const decision = decided({ content: text("Hello") });
  expect(previewMessage(decision)).toEqual({
    ...common,
    decision: "send",
    text: "Hello",
    parts: ["Hello"],
    estimatedCost: { micros: 6_450, currency: "USD" },
    trace: decision.trace,
  });
});

test("what would wait, and until when", () => {
  const decision = decided(promotion, {}, new Date("2026-11-24T17:00:00Z"));
  expect(previewMessage(decision)).toEqual({
    ...common,
    decision: "defer",
    text: "Pizza. Reply STOP",
    parts: ["Pizza. Reply STOP"],
    estimatedCost: { micros: 2_580, currency: "USD" },
    until: "2026-11-25T04:30:00.000Z",
    trace: decision.trace,
  });
});

test("what would be refused, with everything that could be computed", () => {
  const decision = decided({ to: "12", content: text("Hello") });
  expect(previewMessage(decision)).toEqual({
    ...common,
    decision: "refuse",
    text: "Hello",
    parts: ["Hello"],
    estimatedCost: null,
    reason: "invalid-phone-number",
    detail: expect.stringContaining("too short"),
    trace: decision.trace,
  });
});

test("without a text nothing is made up", () => {
  const decision = decided({ content: { kind: "template", template: "none", variables: {} } });
  expect(previewMessage(decision)).toMatchObject({
    ...{ decision: "refuse", text: null, encoding: null, segments: null, parts: [], edits: [], estimatedCost: null },
    reason: "template-unknown",
  });
});
