import type { FastifyInstance } from "fastify";
import type { RevealNumber } from "../../application/log/reveal-number.js";
import type { Caller } from "./keys.js";
import { unknownMessage } from "./problem.js";

export interface RevealNeeds {
  readonly caller: Caller;
  readonly revealNumber: RevealNumber;
}

/** The one door that tells a whole number: scope admin, and each look is an operator's action in the audit. */
export const revealRoutes = (server: FastifyInstance, { caller, revealNumber }: RevealNeeds): void => {
  server.post<{ Params: { id: string } }>("/v1/messages/:id/reveal", async (request, reply) => {
    if (caller(request, reply, "admin") === undefined) return reply;
    const messageId = request.params.id;
    const to = await revealNumber(messageId);
    if (to === "unknown-message") return unknownMessage(reply);
    return reply.header("cache-control", "no-store").send({ messageId, to });
  });
};
