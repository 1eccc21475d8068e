import { expect, test } from "vitest";
import { otpRequested } from "../../../src/application/notifications/otp-requested.js";

const id = "5f9d2c60-9d3f-4f1e-8f0a-1d7b6c1f0a11";

test("otp.requested asks for one code", () => {
  const parsed = otpRequested.schema.safeParse({ to: "+919876543210", purpose: "login", verificationId: id, more: 1 });
  if (!parsed.success) throw new Error("refused");
  expect(otpRequested.messages(parsed.data)).toEqual([
    {
      recipient: "recipient",
      to: "+919876543210",
      locale: undefined,
      class: "otp",
      content: { kind: "code", purpose: "login", verificationId: id },
    },
  ]);
});

test.each([
  ["a number that is no string", { to: 919876543210, purpose: "login" }, ["to"]],
  ["no purpose", { to: "+919876543210" }, ["purpose"]],
  ["an id that is no UUID", { to: "+919876543210", purpose: "login", verificationId: "7" }, ["verificationId"]],
])("%s breaks the schema", (_, payload, path) => {
  const parsed = otpRequested.schema.safeParse(payload);
  expect(parsed.success).toBe(false);
  if (!parsed.success) expect(parsed.error.issues.map((issue) => issue.path)).toEqual([path]);
});
