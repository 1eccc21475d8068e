import Fastify, { type FastifyReply } from "fastify";
import type { Clock } from "../../application/ports/clock.js";
import type { Meters } from "../../application/ports/meters.js";
import type { ErrorLog } from "../../application/ports/error-log.js";
import type { Log } from "../../application/ports/log.js";
import { isOutage } from "../../application/ports/outage.js";
import { refusePage } from "../../application/requests/refuse-page.js";
import { type BulkNeeds, bulkRoutes } from "./bulk-routes.js";
import { type ConsentOperatorNeeds, consentOperatorRoutes } from "./consent-operator-routes.js";
import { type EventNeeds, eventRoutes } from "./event-routes.js";
import { type HealthNeeds, healthRoutes } from "./health-routes.js";
import { type InboundNeeds, inboundRoutes } from "./inbound-routes.js";
import { type ApiKey, createCaller } from "./keys.js";
import { type LogNeeds, logRoutes } from "./log-routes.js";
import { type MessageNeeds, messageRoutes } from "./message-routes.js";
import { type OperatorNeeds, operatorRoutes } from "./operator-routes.js";
import { type OptOutNeeds, optOutRoutes } from "./opt-out-routes.js";
import { type OtpNeeds, otpRoutes } from "./otp-routes.js";
import { problem } from "./problem.js";
import { takeJsonOnly } from "./take-json-only.js";
import { WrongKeys } from "./wrong-keys.js";

export type HttpNeeds = HealthNeeds &
  Omit<MessageNeeds, "caller"> &
  Omit<BulkNeeds, "caller"> &
  Omit<LogNeeds, "caller"> &
  Omit<OperatorNeeds, "caller"> &
  Omit<OtpNeeds, "caller"> &
  Omit<ConsentOperatorNeeds, "caller"> &
  Omit<InboundNeeds, "caller"> &
  Omit<OptOutNeeds, "caller"> & {
    readonly apiKeys: readonly ApiKey[] | undefined;
    readonly clock: Clock;
    readonly meters: Pick<Meters, "authFailure">;
    readonly errorLog: ErrorLog;
    readonly log: Log;
    /** The embedded bus, where no Kafka is configured. */
    readonly events: Omit<EventNeeds, "caller"> | undefined;
  };

const largestBody = 64 * 1024;
const longestRequestMs = 30_000;

/** The HTTP door; bodies up to 64 KiB. */
export interface HttpServer {
  /** Its address, once it listens; port 0 takes a free one. */
  listen(where: { readonly host: string; readonly port: number }): Promise<string>;
  /** Takes nothing more; resolves when what it took is answered. */
  close(): Promise<void>;
}

export const createHttpServer = (needs: HttpNeeds): HttpServer => {
  const server = Fastify({
    bodyLimit: largestBody,
    requestTimeout: longestRequestMs,
    forceCloseConnections: "idle",
    // What fails before a route is found, such as an address with a broken escape.
    frameworkErrors: ({ statusCode = 400 }, _request, reply) =>
      void problem(reply as FastifyReply, statusCode, "bad-request", "The address cannot be read"),
  });
  const hosts = needs.apiKeys === undefined ? "loopback" : "any";
  server.addHook("onRequest", async (request, reply) => {
    const why = refusePage(request.headers, hosts, !request.url.startsWith("/v1/"));
    if (why === undefined) return;
    needs.meters.authFailure("page");
    return problem(reply, 403, "forbidden", why);
  });
  takeJsonOnly(server);
  const caller = createCaller(needs.apiKeys, new WrongKeys(needs));

  server.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const status = error.statusCode ?? (isOutage(error) ? 503 : 500);
    if (status < 500) return problem(reply, status, "bad-request", error.message);
    // The route, not the address, which may hold what somebody sent.
    const { method, url: route } = request.routeOptions;
    needs.errorLog.caught("http", error, { method, route, status }, "a request could not be answered");
    const detail = "Nothing was lost; repeat the request, with the same Idempotency-Key if it had one";
    return problem(reply, status, status === 503 ? "unavailable" : "internal", detail);
  });
  server.setNotFoundHandler((_request, reply) =>
    problem(reply, 404, "not-found", "There is nothing here; see /openapi.json"),
  );

  healthRoutes(server, needs);
  messageRoutes(server, { ...needs, caller });
  bulkRoutes(server, { ...needs, caller });
  logRoutes(server, { ...needs, caller });
  otpRoutes(server, { ...needs, caller });
  operatorRoutes(server, { ...needs, caller });
  optOutRoutes(server, { ...needs, caller });
  consentOperatorRoutes(server, { ...needs, caller });
  inboundRoutes(server, { ...needs, caller });
  if (needs.events !== undefined) eventRoutes(server, { ...needs.events, caller });
  // Not the server itself: it is thenable, which a container takes for something still to come.
  return { listen: (where) => server.listen(where), close: async () => server.close() };
};
