import { expect, test } from "vitest";
import { isWanted } from "../../../src/domain/webhook/webhook.js";

const all = { types: [], classes: [], reasons: [] };
const failed = { class: "otp", reason: "opted-out" };

test.each([
  ["who names nothing is told everything", all, failed, true],
  ["an event without class or reason, where none is named", all, {}, true],
  ["its topic", { ...all, types: ["sms.sent", "sms.failed"] }, failed, true],
  ["another topic", { ...all, types: ["sms.sent"] }, failed, false],
  ["its class", { ...all, classes: ["promotional", "otp"] }, failed, true],
  ["another class", { ...all, classes: ["promotional"] }, failed, false],
  ["no class", { ...all, classes: ["otp"] }, { reason: "opted-out" }, false],
  ["its reason", { ...all, reasons: ["opted-out"] }, failed, true],
  ["another reason", { ...all, reasons: ["quiet-hours"] }, failed, false],
  ["no reason", { ...all, reasons: ["opted-out"] }, { class: "otp", reason: null }, false],
  [
    "the right topic does not make up for another class",
    { ...all, types: ["sms.failed"], classes: ["x"] },
    failed,
    false,
  ],
  ["nor the right class for another reason", { ...all, classes: ["otp"], reasons: ["x"] }, failed, false],
  ["all three", { types: ["sms.failed"], classes: ["otp"], reasons: ["opted-out"] }, failed, true],
])("%s", (_, asked, event, wanted) => expect(isWanted(asked, "sms.failed", event)).toBe(wanted));
