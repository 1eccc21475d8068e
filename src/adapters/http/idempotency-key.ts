import type { FastifyReply, FastifyRequest } from "fastify";
import { problem } from "./problem.js";

const longest = 200;

/** The request's `Idempotency-Key`, undefined where it has none; "faulty" after a 400 was sent. */
export const idempotencyKey = (
  request: FastifyRequest,
  reply: FastifyReply,
): { readonly key: string | undefined } | "faulty" => {
  // Node joins repeated headers into one value, which would be another key.
  const { rawHeaders } = request.raw;
  const [key, second] = rawHeaders.filter(
    (_, at) => rawHeaders[at - 1]?.toLowerCase() === "idempotency-key" && at % 2 === 1,
  );
  if (second === undefined && (key === undefined || (key !== "" && key.length <= longest))) return { key };
  problem(reply, 400, "bad-request", `Idempotency-Key has 1 to ${longest} characters, given once`);
  return "faulty";
};

export const idempotencyConflict = (reply: FastifyReply): FastifyReply =>
  problem(reply, 409, "idempotency-conflict", "This Idempotency-Key was used with another body; take a new one");
