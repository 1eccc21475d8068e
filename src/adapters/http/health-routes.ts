import type { FastifyInstance } from "fastify";

export interface HealthNeeds {
  readonly metrics: () => Promise<string>;
  readonly openapi: unknown;
  /** Empty when ready; otherwise why not. */
  readonly troubles: () => readonly string[];
  /** Weak points that still work; they never make the service unready. */
  readonly warnings: () => readonly string[];
}

/** Liveness, readiness with reasons, Prometheus text, OpenAPI: open to all. */
export const healthRoutes = (server: FastifyInstance, { metrics, openapi, troubles, warnings }: HealthNeeds): void => {
  server.get("/healthz", () => ({ status: "ok" }));
  server.get("/readyz", (_request, reply) => {
    const reasons = troubles();
    const ready = reasons.length === 0;
    return reply.code(ready ? 200 : 503).send({ ready, reasons, warnings: warnings() });
  });
  server.get("/metrics", async (_request, reply) => reply.type("text/plain; version=0.0.4").send(await metrics()));
  server.get("/openapi.json", () => openapi);
};
