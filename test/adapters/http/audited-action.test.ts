import { expect, test } from "vitest";
import { auditedAction } from "../../../src/adapters/http/audited-action.js";

interface Given {
  readonly body?: unknown;
  readonly params?: Readonly<Record<string, string>>;
  readonly reason?: string;
}

const audited = (route: string, { body, params = {}, reason }: Given = {}) => {
  const [method, url] = route.split(" ") as [string, string];
  const headers = reason === undefined ? {} : { "audit-reason": reason };
  const request = { method, body, params, headers, routeOptions: { url } };
  return auditedAction(request as unknown as Parameters<typeof auditedAction>[0], "ops", {
    defaultCountry: "IN",
    keyed: (value) => `<${value.length}>`,
  });
};

test.each<[string, Given, object]>([
  [
    "POST /v1/in-doubt/:id",
    { params: { id: "m-1" }, body: { as: "sent" } },
    { action: "in-doubt", object: "m-1", details: { as: "sent" } },
  ],
  ["DELETE /v1/messages/:id", { params: { id: "m-1" } }, { action: "messages.remove", object: "m-1", details: {} }],
  [
    "PATCH /v1/account/attributes",
    { body: { MonthlySpendLimit: 100 } },
    { action: "account.attributes.change", object: null, details: { MonthlySpendLimit: "100" } },
  ],
  [
    "POST /v1/campaigns/:id/pause",
    { params: { id: "summer" }, body: {} },
    { action: "campaigns.pause", object: "summer" },
  ],
  [
    "POST /v1/campaigns/:id/resume",
    { params: { id: "summer" }, body: { budgetMicros: 9_000_000, endAt: "2026-12-01T10:00:00Z" } },
    { object: "summer", details: { budgetMicros: "9000000", endAt: "2026-12-01T10:00:00Z" } },
  ],
  ["POST /v1/forget", { body: { to: "098765 43210" } }, { action: "forget", object: "number:<13>" }],
  ["POST /v1/dead-letters/discard", { body: { ids: ["1"], reason: "test data" } }, { reason: "test data" }],
  [
    "POST /v1/journal/accept-loss",
    { reason: "Redis%20war%20leer%20%E2%80%93%20OK" },
    { reason: "Redis war leer – OK" },
  ],
  ["POST /v1/journal/accept-loss", { reason: "broken %E2%" }, { reason: "broken %E2%" }],
])("%s %j", (route, given, expected) => {
  expect(audited(route, given)).toMatchObject({ who: "ops", ...expected });
});

test.each([
  "GET /v1/audit",
  "POST /v1/messages",
  "POST /v1/messages/search",
  "POST /v1/otp/verify",
  "POST /v1/receipts",
  "GET /metrics",
])("%s is no operator's action", (route) => expect(audited(route)).toBeUndefined());

test("numbers, texts and secrets of a body or reason are not kept", () => {
  const kept = JSON.stringify(
    audited("POST /v1/opt-outs", {
      body: {
        to: "+919876543210",
        choice: "opt-out",
        evidence: { where: "https://x" },
        secret: "s3cret",
        text: "hello",
      },
      reason: "asked%20on%20%2B91%2098765-43210%0Aby%20phone",
    }),
  );
  for (const hidden of ["9876543210", "98765-43210", "s3cret", "hello", "https"]) expect(kept).not.toContain(hidden);
  expect(JSON.parse(kept)).toMatchObject({ reason: "asked on … by phone", details: { choice: "opt-out" } });
});
