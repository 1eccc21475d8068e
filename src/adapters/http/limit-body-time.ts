import type { FastifyInstance, FastifyRequest } from "fastify";
import { answerClientError } from "./client-error.js";

export interface BodyTimes {
  /** A body must be there within this time. */
  readonly withinMs: number;
  /** Routes whose bodies may take longer, while at least `leastBytes` arrive in each `withinMs`. */
  readonly slow: ReadonlySet<string | undefined>;
  readonly leastBytes: number;
}

const hasBody = ({ headers }: FastifyRequest): boolean =>
  headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;

/** Node's `requestTimeout` knows no routes: it would give a small body as long as a file on a slow line needs. */
export const limitBodyTime = (server: FastifyInstance, { leastBytes, slow, withinMs }: BodyTimes): void => {
  server.addHook("onRequest", async (request, reply) => {
    if (!hasBody(request)) return;
    const { raw } = request;
    const { socket } = raw;
    const maySlow = slow.has(request.routeOptions.url);
    // Some of the body may have come with the headers: whatever comes at first is enough.
    let seen = Number.NEGATIVE_INFINITY;
    const look = setInterval(() => {
      const came = socket.bytesRead - seen;
      seen = socket.bytesRead;
      if (raw.complete) clearInterval(look);
      else if (reply.raw.headersSent) socket.destroy();
      else if (!maySlow || came < leastBytes)
        answerClientError(
          Object.assign(new Error("The body does not arrive"), { code: "ERR_HTTP_REQUEST_TIMEOUT" }),
          socket,
        );
    }, withinMs);
    raw.once("close", () => clearInterval(look));
  });
};
