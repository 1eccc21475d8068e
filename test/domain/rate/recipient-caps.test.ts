import { expect, test } from "vitest";
import { horizonMs, noRecipientLimits, recipientCapsOf, spacingMs } from "../../../src/domain/rate/recipient-caps.js";

const hour = 3_600_000;
const limits = {
  class: new Map([["promotional", { day: 2, week: undefined }]] as const),
  template: new Map([["offer", { hour: 1 }]]),
};

test("a text counts towards its class's caps and its template's; a window without a figure is none", () => {
  const ofClass = { of: "class", name: "promotional", window: "day", most: 2 };
  expect(recipientCapsOf(limits, "promotional", "offer")).toEqual([
    ofClass,
    { of: "template", name: "offer", window: "hour", most: 1 },
  ]);
  expect(recipientCapsOf(limits, "promotional", null)).toEqual([ofClass]);
  expect(recipientCapsOf(limits, "otp", "another")).toEqual([]);
});

test.each([
  ["no cap: a minute", noRecipientLimits, 60_000],
  ["the longest window of a template", { ...limits, class: new Map() }, hour],
  ["the longest window of all", { ...limits, class: new Map([["otp", { day: 5, minute: 1 }]] as const) }, 24 * hour],
  ["a week", { ...limits, template: new Map([["offer", { week: 1 }]]) }, 7 * 24 * hour],
])("texts count for as long as the longest window: %s", (_, of, ms) => expect(horizonMs(of)).toBe(ms));

test.each([
  ["promotional", 1_020],
  ["transactional", 1_020],
  ["otp", 0],
] as const)("texts of class %s to one number stand %d ms apart", (of, ms) => expect(spacingMs(of)).toBe(ms));
