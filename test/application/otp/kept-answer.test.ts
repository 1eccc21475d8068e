import { expect, test } from "vitest";
import { keptAnswer } from "../../../src/application/otp/kept-answer.js";

const answer = {
  verificationId: "1f0e6c1e-7f5b-4d59-8a3c-0e8f5d1f3c11",
  to: "+91••••••3210",
  expiresAt: "2026-01-01T00:05:00.000Z",
  resendAt: "2026-01-01T00:00:30.000Z",
  segments: 1,
};

test.each([1, null])("an answer is read as it was kept, with %s segments", (segments) => {
  expect(keptAnswer(JSON.stringify({ ...answer, segments }))).toEqual({ ...answer, segments });
});

test.each([
  ["null", "null"],
  ["a string", '"answer"'],
  ["an answer without its verification", JSON.stringify({ ...answer, verificationId: undefined })],
  ["an answer whose end is a number", JSON.stringify({ ...answer, expiresAt: 5 })],
  ["an answer without segments", JSON.stringify({ ...answer, segments: undefined })],
])("%s is no answer", (_, kept) => {
  expect(() => keptAnswer(kept)).toThrow("no answer to a request for a code");
});
