import Fastify, { type FastifyReply, type FastifyRequest } from "fastify";
import type { Clock } from "../../application/ports/clock.js";
import { LogUnavailable } from "../../application/ports/message-log.js";
import type { Meters } from "../../application/ports/meters.js";
import type { ErrorLog } from "../../application/ports/error-log.js";
import type { Log } from "../../application/ports/log.js";
import { isOutage } from "../../application/ports/outage.js";
import { refusePage } from "../../application/requests/refuse-page.js";
import { type AccountNeeds, accountRoutes } from "./account-routes.js";
import { type AuditNeeds, auditActions, auditRoutes } from "./audit-routes.js";
import { type BulkNeeds, bulkRoutes } from "./bulk-routes.js";
import { type CampaignNeeds, campaignRoutes } from "./campaign-routes.js";
import { type ConsentOperatorNeeds, consentOperatorRoutes } from "./consent-operator-routes.js";
import { type ConsoleNeeds, consoleRoutes } from "./console-routes.js";
import { createConsoleSessions } from "./console-session.js";
import { type DeadLetterNeeds, deadLetterRoutes } from "./dead-letter-routes.js";
import { answerClientError } from "./client-error.js";
import { endSilentConnections } from "./end-silent-connections.js";
import { createEventStreams } from "./event-streams.js";
import { docsRoutes } from "./docs-routes.js";
import { type DoctorNeeds, doctorRoutes } from "./doctor-routes.js";
import { type EventNeeds, eventRoutes } from "./event-routes.js";
import { type HealthNeeds, healthRoutes } from "./health-routes.js";
import { type InboundNeeds, inboundRoutes } from "./inbound-routes.js";
import { type ApiKey, createCallers } from "./keys.js";
import { createKnownNames } from "./known-names.js";
import { knownRoutes } from "./known-routes.js";
import { type LiveNeeds, liveRoutes } from "./live-routes.js";
import { type LogNeeds, logRoutes } from "./log-routes.js";
import { type MessageEventsNeeds, messageEventsRoutes } from "./message-events-routes.js";
import { type MessageNeeds, messageRoutes } from "./message-routes.js";
import { type OperatorNeeds, operatorRoutes } from "./operator-routes.js";
import { type OptOutNeeds, optOutRoutes } from "./opt-out-routes.js";
import { type OtpNeeds, otpRoutes } from "./otp-routes.js";
import { limitBodyTime } from "./limit-body-time.js";
import { invalidBody, problem } from "./problem.js";
import { requestIdOf } from "./request-id.js";
import { type RevealNeeds, revealRoutes } from "./reveal-routes.js";
import { type ReceiptNeeds, receiptRoutes } from "./receipt-routes.js";
import { type SpendNeeds, spendRoutes } from "./spend-routes.js";
import { type ScheduleNeeds, scheduleRoutes } from "./schedule-routes.js";
import { sendCsv, type UploadNeeds, uploadPath, uploadRoutes } from "./upload-routes.js";
import { takeJsonOnly } from "./take-json-only.js";
import { answerUnread } from "./unread-requests.js";
import { type WebhookNeeds, webhookRoutes } from "./webhook-routes.js";
import { WrongKeys } from "./wrong-keys.js";

export type HttpNeeds = HealthNeeds &
  Omit<MessageNeeds, "caller"> &
  Omit<MessageEventsNeeds, "caller" | "openStream"> &
  Omit<LiveNeeds, "caller" | "openStream"> &
  Omit<AccountNeeds, "caller"> &
  Omit<AuditNeeds, "caller"> &
  Omit<BulkNeeds, "caller"> &
  Omit<CampaignNeeds, "caller"> &
  Omit<UploadNeeds, "caller"> &
  Omit<DeadLetterNeeds, "caller"> &
  Omit<ConsoleNeeds, "caller" | "callers"> &
  Omit<DoctorNeeds, "caller"> &
  Omit<LogNeeds, "caller"> &
  Omit<OperatorNeeds, "caller"> &
  Omit<RevealNeeds, "caller"> &
  Omit<OtpNeeds, "caller"> &
  Omit<ConsentOperatorNeeds, "caller"> &
  Omit<InboundNeeds, "caller"> &
  Omit<OptOutNeeds, "caller"> &
  Omit<ReceiptNeeds, "caller"> &
  Omit<ScheduleNeeds, "caller"> &
  Omit<WebhookNeeds, "caller"> &
  Omit<SpendNeeds, "caller"> & {
    readonly apiKeys: readonly ApiKey[] | undefined;
    readonly clock: Clock;
    /** Aborts when the service stops. */
    readonly stopping: AbortController;
    readonly meters: Pick<Meters, "authFailure">;
    readonly errorLog: ErrorLog;
    readonly log: Log;
    /** The embedded bus, where no Kafka is configured. */
    readonly events: Omit<EventNeeds, "caller"> | undefined;
  };

const largestBody = 64 * 1024;
/** A reference has 200 characters, each of up to 12 in an address. */
const longestName = 2_400;
const longestMs = 30_000;
/** The largest file over a line of half a megabit a second. */
const longestFileMs = 3_600_000;

/** The HTTP door; bodies up to 64 KiB. */
export interface HttpServer {
  /** Listens and answers its address; port 0 takes a free one. */
  listen(where: { readonly host: string; readonly port: number }): Promise<string>;
  /** The routes that exist once it listens, each as `GET /v1/messages/:id`. */
  routes(): readonly string[];
  /** Takes nothing more; resolves when every request it took is answered. */
  /** Takes nothing more; resolves once what is being answered was answered. */
  close(): Promise<void>;
  /** The same, but that it ends what is still being answered. */
  cut(): Promise<void>;
}

export const createHttpServer = (needs: HttpNeeds): HttpServer => {
  const server = Fastify({
    bodyLimit: largestBody,
    requestTimeout: longestFileMs,
    http: { headersTimeout: longestMs, requireHostHeader: false },
    genReqId: ({ headers }) => requestIdOf(headers["x-request-id"]),
    forceCloseConnections: "idle",
    routerOptions: { maxParamLength: longestName },
    clientErrorHandler: answerClientError,
    // Some requests fail before a route is found, such as an address with a broken escape.
    frameworkErrors: ({ statusCode = 400 }, { id }, reply) =>
      void problem(
        (reply as FastifyReply).header("x-request-id", id),
        statusCode,
        "bad-request",
        "The address cannot be read",
      ),
  });
  answerUnread(server);
  const hosts = needs.apiKeys === undefined ? "loopback" : "any";
  server.addHook("onRequest", async (request, reply) => {
    reply.header("x-request-id", request.id);
    // The route, and not the address as it was written: `/%761/` is `/v1/` too.
    const { url: route = "" } = request.routeOptions;
    const why = refusePage(request.headers, hosts, !route.startsWith("/v1/"));
    if (why === undefined) return;
    needs.meters.authFailure("page");
    return problem(reply, 403, "forbidden", why);
  });
  const routes = knownRoutes(server);
  const answerNowhere = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const [path = ""] = request.url.split("?");
    const methods = routes.methodsOf(path);
    if (methods.length === 0)
      return problem(reply, 404, "not-found", "There is nothing here; /docs lists every address");
    reply.header("allow", methods.join(", "));
    return problem(reply, 405, "method-not-allowed", `This address takes ${methods.join(", ")}`);
  };
  limitBodyTime(server, { withinMs: longestMs, slow: new Set([uploadPath]), leastBytes: largestBody });
  // Before a body is read, which may be no JSON or too large.
  server.addHook("onRequest", async (request, reply) => (request.is404 ? answerNowhere(request, reply) : undefined));
  const known = createKnownNames(needs.openapi);
  const callers = createCallers({ ...needs, sessions: createConsoleSessions(needs), wrongKeys: new WrongKeys(needs) });
  const { caller: named, isKnown } = callers;
  // Nobody's body is read who may not send one.
  server.addHook("onRequest", async (request, reply) => {
    const { url: route = "" } = request.routeOptions;
    if (route.startsWith("/v1/") && known.needsKey(request.method, route) && !isKnown(request))
      return callers.refuse(request, reply);
  });
  takeJsonOnly(server, known.needsBody);
  const caller = auditActions(server, { ...needs, caller: named });
  // Names that are none are told to those who may call; all others are told first that they may not.
  server.addHook("preHandler", async (request, reply) => {
    const { method, url: route } = request.routeOptions;
    if (route === undefined || !route.startsWith("/v1/") || !isKnown(request)) return;
    const unknown = known.parameter(
      [method].flat()[0] ?? "GET",
      route,
      request.query as Readonly<Record<string, unknown>>,
    );
    if (unknown !== undefined) return problem(reply, 400, "bad-request", unknown);
    const faults = known.fields(request.method, route, request.body);
    if (faults.length > 0) return invalidBody(reply, faults);
  });

  server.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const status = error.statusCode ?? (isOutage(error) ? 503 : 500);
    if (status === 415)
      return problem(
        reply,
        415,
        "unsupported-media-type",
        request.routeOptions.url === uploadPath ? sendCsv : "Send `Content-Type: application/json` and a JSON body",
      );
    if (status === 413) return problem(reply, 413, "payload-too-large", "The body is larger than this address takes");
    if (status < 500) return problem(reply, status, "bad-request", error.message);
    // The route is logged, not the address, which may hold a sender's data.
    const { method, url: route } = request.routeOptions;
    needs.errorLog.caught(
      "http",
      error,
      { method, route, status, requestId: request.id },
      "a request could not be answered",
    );
    const detail =
      error instanceof LogUnavailable
        ? `The message log is away: ${error.message}. Texts go on, and their rows are written once it is back; repeat the request then`
        : "Nothing was lost; repeat the request, with the same Idempotency-Key if it had one";
    return problem(reply, status, status === 503 ? "unavailable" : "internal", detail);
  });
  server.setNotFoundHandler(answerNowhere);

  docsRoutes(server, needs.openapi);
  const openStream = createEventStreams(needs);
  consoleRoutes(server, { ...needs, caller, callers });
  if (needs.console !== undefined) liveRoutes(server, { ...needs, caller, openStream });
  healthRoutes(server, needs);
  messageRoutes(server, { ...needs, caller });
  messageEventsRoutes(server, { ...needs, caller, openStream });
  revealRoutes(server, { ...needs, caller });
  bulkRoutes(server, { ...needs, caller });
  uploadRoutes(server, { ...needs, caller });
  campaignRoutes(server, { ...needs, caller });
  accountRoutes(server, { ...needs, caller });
  auditRoutes(server, { ...needs, caller });
  deadLetterRoutes(server, { ...needs, caller });
  doctorRoutes(server, { ...needs, caller });
  logRoutes(server, { ...needs, caller });
  otpRoutes(server, { ...needs, caller });
  operatorRoutes(server, { ...needs, caller });
  scheduleRoutes(server, { ...needs, caller });
  optOutRoutes(server, { ...needs, caller });
  consentOperatorRoutes(server, { ...needs, caller });
  inboundRoutes(server, { ...needs, caller });
  receiptRoutes(server, { ...needs, caller });
  spendRoutes(server, { ...needs, caller });
  webhookRoutes(server, { ...needs, caller });
  if (needs.events !== undefined) eventRoutes(server, { ...needs.events, caller });
  // Not the server itself: it is thenable, which a container takes for something still to come.
  const endSilent = endSilentConnections(server.server);
  const close = async (): Promise<void> => {
    const closed = server.close();
    endSilent();
    await closed;
  };
  return {
    listen: (where) => server.listen(where),
    routes: routes.all,
    close,
    cut: async () => {
      const closed = close();
      server.server.closeAllConnections();
      await closed;
    },
  };
};
