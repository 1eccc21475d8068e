import type { FastifyInstance } from "fastify";
import type { Examined } from "../../domain/doctor/examination.js";
import type { Caller } from "./keys.js";

export interface DoctorNeeds {
  readonly caller: Caller;
  readonly examine: () => Promise<readonly Examined[]>;
}

/** Lists the obstacles between this deployment and production. Scope admin: the list tells where the doors are weak. */
export const doctorRoutes = (server: FastifyInstance, { caller, examine }: DoctorNeeds): void => {
  server.get("/v1/doctor", async (request, reply) => {
    if (caller(request, reply, "admin") === undefined) return reply;
    return { checks: await examine() };
  });
};
