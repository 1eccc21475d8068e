import { randomUUID } from "node:crypto";
import type { FastifyInstance } from "fastify";
import type { Hashes } from "../../application/ports/hashes.js";
import { callerKey } from "../../application/requests/caller-key.js";
import type { TakeBulk } from "../../application/requests/take-bulk.js";
import { idempotencyConflict, idempotencyKey } from "./idempotency-key.js";
import type { Caller } from "./keys.js";
import { invalidBody } from "./problem.js";

export interface BulkNeeds {
  readonly caller: Caller;
  readonly hashes: Hashes;
  readonly takeBulk: TakeBulk;
}

/** 1,000 recipients with their variables. */
const largestBulk = 4 * 1024 * 1024;

/** One text to as many as 1,000 people. Scope send. */
export const bulkRoutes = (server: FastifyInstance, { caller, hashes, takeBulk }: BulkNeeds): void => {
  server.post("/v1/messages/bulk", { bodyLimit: largestBulk }, async (request, reply) => {
    const name = caller(request, reply, "send");
    if (name === undefined) return reply;
    const given = idempotencyKey(request, reply);
    if (given === "faulty") return reply;
    const key = given.key === undefined ? randomUUID() : callerKey(hashes, name, given.key);
    const taken = await takeBulk(request.body, key, name);
    switch (taken.kind) {
      case "accepted":
        return reply
          .code(202)
          .header("location", `/v1/messages?caller=${encodeURIComponent(name)}`)
          .send({ results: taken.results });
      case "conflict":
        return idempotencyConflict(reply);
      case "invalid":
        return invalidBody(reply, taken.faults);
    }
  });
};
