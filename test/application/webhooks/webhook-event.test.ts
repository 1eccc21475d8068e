import { expect, test } from "vitest";
import { webhookEvent } from "../../../src/application/webhooks/webhook-event.js";
import type { Webhook } from "../../../src/domain/webhook/webhook.js";

const at = new Date("2026-11-22T10:00:00Z");
const lists = { types: [], classes: [], reasons: [], secrets: [] };
const webhook: Webhook = { id: "w", url: "https://w.example", ...lists, number: "masked", createdAt: at };
const record = (id: string | undefined) => ({
  ...{ topic: "sms.sent", partition: 0, offset: 1n, timestamp: at, key: null },
  value: Buffer.from('{"to":"+919876543210"}'),
  headers: id === undefined ? {} : { ce_id: Buffer.from(id) },
});

test("an event goes under its own id", () => {
  const id = "577a3773-d765-55b4-8806-f0b4c8f00188";
  const body = JSON.stringify({ type: "sms.sent", timestamp: at.toISOString(), data: { to: "+9198••••3210" } });
  expect(webhookEvent(webhook, record(id))).toEqual({ id, body, failed: 0, due: at });
});

test.each([
  ["no id", undefined],
  ["an empty one", ""],
  ["one with a full stop, which would be signed up to there", "a.b"],
  ["one of two lines, which no header carries", "a\nb"],
  ["one beyond ASCII, which no header carries", "ж"],
  ["one longer than any of ours", "a".repeat(201)],
])("a record with %s is none of ours, and is not told", (_, id) =>
  expect(webhookEvent(webhook, record(id))).toBeUndefined(),
);

test.each([
  ["masked", "+9198••••3210", "+9198••••3210 opted out on 2026-11-21; do not text it"],
  ["full", "+919876543210", "+9198••••3210 opted out on 2026-11-21; do not text it"],
  ["none", null, "the number opted out on 2026-11-21; do not text it"],
] as const)("a receiver that is told %s of a number is told no more by a sentence", (number, to, detail) => {
  const told = {
    to: "+919876543210",
    reason: "opted-out",
    detail: "+9198••••3210 opted out on 2026-11-21; do not text it",
  };
  const event = webhookEvent({ ...webhook, number }, { ...record("id"), value: Buffer.from(JSON.stringify(told)) });
  expect(JSON.parse(event!.body).data).toEqual({ to, reason: "opted-out", detail });
});
