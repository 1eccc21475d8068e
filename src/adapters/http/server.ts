import Fastify, { type FastifyReply } from "fastify";
import type { Clock } from "../../application/ports/clock.js";
import type { ErrorLog } from "../../application/ports/error-log.js";
import type { Log } from "../../application/ports/log.js";
import type { Meters } from "../../application/ports/meters.js";
import { refusePage } from "../../application/requests/refuse-page.js";
import { allRoutes, type RouteNeeds } from "./all-routes.js";
import { answerErrors } from "./answer-errors.js";
import { auditActions } from "./audit-routes.js";
import { answerClientError } from "./client-error.js";
import { createConsoleSessions } from "./console-session.js";
import { endSilentConnections } from "./end-silent-connections.js";
import { docsRoutes } from "./docs-routes.js";
import { type EventNeeds, eventRoutes } from "./event-routes.js";
import { createEventStreams } from "./event-streams.js";
import { type ApiKey, createCallers } from "./keys.js";
import { createKnownNames } from "./known-names.js";
import { knownRoutes } from "./known-routes.js";
import { limitBodyTime } from "./limit-body-time.js";
import { type LiveNeeds, liveRoutes } from "./live-routes.js";
import { invalidBody, problem } from "./problem.js";
import { requestIdOf } from "./request-id.js";
import { takeJsonOnly } from "./take-json-only.js";
import { answerUnread } from "./unread-requests.js";
import { uploadPath } from "./upload-routes.js";
import { WrongKeys } from "./wrong-keys.js";

export type HttpNeeds = Omit<RouteNeeds & LiveNeeds, "caller" | "callers" | "openStream"> & {
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
  limitBodyTime(server, { withinMs: longestMs, slow: new Set([uploadPath]), leastBytes: largestBody });
  // Before a body is read, which may be no JSON or too large.
  server.addHook("onRequest", async (request, reply) => {
    if (!request.is404) return;
    const [path = ""] = request.url.split("?");
    const methods = routes.methodsOf(path);
    if (methods.length === 0)
      return problem(reply, 404, "not-found", "There is nothing here; /docs lists every address");
    reply.header("allow", methods.join(", "));
    return problem(reply, 405, "method-not-allowed", `This address takes ${methods.join(", ")}`);
  });
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
  answerErrors(server, needs.errorLog);
  docsRoutes(server, needs.openapi);
  const given = { ...needs, caller, callers, openStream: createEventStreams(needs) };
  for (const add of allRoutes) add(server, given);
  if (needs.console !== undefined) liveRoutes(server, given);
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
