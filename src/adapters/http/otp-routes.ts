import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { maybe, needed } from "../../application/notifications/left-out.js";
import type { SendOtp } from "../../application/otp/send-otp.js";
import type { VerifyOtp } from "../../application/otp/verify-otp.js";
import { idempotencyConflict, idempotencyKey } from "./idempotency-key.js";
import type { Caller } from "./keys.js";
import { invalidBody, problem } from "./problem.js";
import { readBody } from "./read-body.js";

export interface OtpNeeds {
  readonly caller: Caller;
  readonly sendOtp: SendOtp;
  readonly verifyOtp: VerifyOtp;
}

const Purpose = needed(z.string().min(1).max(40));
const To = z.string().max(200);

const Asked = z.object({
  to: To,
  purpose: Purpose,
  locale: maybe(z.string().max(35)),
  verificationId: maybe(z.string()),
});
const Guess = z.object({
  to: To,
  purpose: Purpose,
  code: z.string("must be a text: codes may begin with zeros").max(64),
  verificationId: maybe(z.string()),
});

/** Codes are asked for and entered here. No answer is cached; none says more of a number than `masked`. */
export const otpRoutes = (server: FastifyInstance, { caller, sendOtp, verifyOtp }: OtpNeeds): void => {
  server.post("/v1/otp", async (request, reply) => {
    const name = caller(request, reply, "otp");
    if (name === undefined) return reply;
    const given = idempotencyKey(request, reply);
    if (given === "faulty") return reply;
    const asked = readBody(reply, Asked, request.body);
    if (asked === undefined) return reply;
    const sent = await sendOtp({ ...asked, caller: name, idempotencyKey: given.key });
    reply.header("cache-control", "no-store");
    switch (sent.kind) {
      case "sent":
        return reply.code(201).header("location", `/v1/messages/${sent.answer.verificationId}`).send(sent.answer);
      case "held":
        reply.header("retry-after", String(Math.ceil(sent.retryAfterMs / 1_000)));
        return problem(reply, 429, sent.refusal.reason, sent.refusal.detail);
      case "refused":
        return problem(reply, 422, sent.refusal.reason, sent.refusal.detail);
      case "invalid":
        return invalidBody(reply, sent.faults);
      case "conflict":
        return idempotencyConflict(reply);
      case "unavailable":
        return problem(reply, 503, "unavailable", sent.detail);
    }
  });

  server.post("/v1/otp/verify", async (request, reply) => {
    const name = caller(request, reply, "otp");
    if (name === undefined) return reply;
    const guess = readBody(reply, Guess, request.body);
    if (guess === undefined) return reply;
    const verified = await verifyOtp({ ...guess, caller: name });
    reply.header("cache-control", "no-store");
    switch (verified.kind) {
      case "accepted":
        return { accepted: true };
      case "rejected":
        return verified.attemptsLeft === undefined
          ? { accepted: false }
          : { accepted: false, attemptsLeft: verified.attemptsLeft };
      case "invalid":
        return invalidBody(reply, verified.faults);
      case "unavailable":
        return problem(reply, 503, "unavailable", verified.detail);
    }
  });
};
