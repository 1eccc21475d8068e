import { expect, test } from "vitest";
import type { AuditEntry } from "../../../src/domain/audit/audit-entry.js";
import { auditText } from "../../../src/domain/audit/audit-text.js";
import { chainFault } from "../../../src/domain/audit/chain-fault.js";

const keyed = (text: string): string => `mac of ${text}`;
const sealed = (entry: Omit<AuditEntry, "mac">): AuditEntry => ({ ...entry, mac: keyed(auditText(entry)) });
const first = sealed({
  ...{ seq: 7, at: new Date("2026-11-27T05:00:00Z"), who: "ops", action: "in-doubt.resolve", object: "m-1" },
  ...{ reason: "seen on the phone", details: { b: "2", a: "1" }, previous: "before" },
});
const second = sealed({ ...first, seq: 8, who: "another", previous: first.mac });

test("the text of an entry holds every field, details in one order", () => {
  expect(auditText(first)).toBe(
    '[7,"2026-11-27T05:00:00.000Z","ops","in-doubt.resolve","m-1","seen on the phone",[["a","1"],["b","2"]],"before"]',
  );
  expect(auditText({ ...first, details: { a: "1", b: "2" } })).toBe(auditText(first));
});

test("the oldest entry that is kept holds by itself, and the next one by it", () => {
  expect(chainFault(first, undefined, keyed)).toBeUndefined();
  expect(chainFault(second, first, keyed)).toBeUndefined();
});

const changed = "the entry was changed after it was written, or written under another SMS_HASH_KEY";
test.each([
  ["who", { ...second, who: "nobody" }, changed],
  ["the instant", { ...second, at: new Date(0) }, changed],
  ["a detail", { ...second, details: { ...second.details, a: "9" } }, changed],
  ["its mac", { ...second, mac: "x" }, changed],
  ["the link, sealed again", sealed({ ...second, previous: "x" }), "the entry does not follow from the one before it"],
])("another %s is found", (_, entry, why) => expect(chainFault(entry, first, keyed)).toEqual({ seq: 8, why }));

test("an entry that is missing is named by its own number, before what follows is judged", () =>
  expect(chainFault({ ...second, seq: 9 }, first, keyed)).toEqual({ seq: 8, why: "the entry is missing" }));
