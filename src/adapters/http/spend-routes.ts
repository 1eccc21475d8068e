import type { FastifyInstance } from "fastify";
import type { ReadSpend } from "../../application/money/read-spend.js";
import type { Caller } from "./keys.js";

export interface SpendNeeds {
  readonly caller: Caller;
  readonly readSpend: ReadSpend;
}

/** Tells the money spent, reserved and allowed. Scope read. */
export const spendRoutes = (server: FastifyInstance, { caller, readSpend }: SpendNeeds): void => {
  server.get("/v1/spend", async (request, reply) => {
    if (caller(request, reply, "read") === undefined) return reply;
    return readSpend();
  });
};
