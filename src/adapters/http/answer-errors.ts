import type { FastifyInstance } from "fastify";
import type { ErrorLog } from "../../application/ports/error-log.js";
import { LogUnavailable } from "../../application/ports/message-log.js";
import { isOutage } from "../../application/ports/outage.js";
import { problem } from "./problem.js";
import { sendCsv, uploadPath } from "./upload-routes.js";

const ofJson = "Send `Content-Type: application/json` and a JSON body";

/** Answers every error that a route throws by a problem document; faults of the service are told to the log. */
export const answerErrors = (server: FastifyInstance, errorLog: ErrorLog): void => {
  server.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const status = error.statusCode ?? (isOutage(error) ? 503 : 500);
    // The route is logged, not the address, which may hold a sender's data.
    const { method, url: route } = request.routeOptions;
    if (status === 415) return problem(reply, 415, "unsupported-media-type", route === uploadPath ? sendCsv : ofJson);
    if (status === 413) return problem(reply, 413, "payload-too-large", "The body is larger than this address takes");
    if (status < 500) return problem(reply, status, "bad-request", error.message);
    errorLog.caught("http", error, { method, route, status, requestId: request.id }, "a request could not be answered");
    const detail =
      error instanceof LogUnavailable
        ? `The message log is away: ${error.message}. Texts go on, and their rows are written once it is back; repeat the request then`
        : "Nothing was lost; repeat the request, with the same Idempotency-Key if it had one";
    return problem(reply, status, status === 503 ? "unavailable" : "internal", detail);
  });
};
