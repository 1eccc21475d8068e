import type { FastifyReply, FastifyRequest } from "fastify";
import type { Clock } from "../../application/ports/clock.js";
import { problem } from "./problem.js";

interface StreamNeeds {
  readonly clock: Pick<Clock, "monotonic" | "sleep">;
  /** Aborts when the service stops. */
  readonly stopping: AbortController;
}

/** One reader's stream of server-sent events (HTML Standard §9.2). */
export interface EventStream {
  /** Id of the last event that the reader got before its connection broke; 0: none. */
  readonly lastId: number;
  /** False once the reader left, the service stops, or the stream had its time: the reader comes back. */
  isOpen(): boolean;
  tell(name: string, data: unknown, id?: number): void;
  /** Waits, and sends a comment now and then, so that proxies keep the connection. */
  wait(ms: number): Promise<void>;
}

/** Opens a stream, and ends it with `follow`; a refusal is answered where too many are open. */
export type OpenStream = (
  request: FastifyRequest,
  reply: FastifyReply,
  follow: (stream: EventStream) => Promise<void>,
) => Promise<FastifyReply>;

/** Proxies close a stream that is silent for longer. */
const heartbeatMs = 15_000;
/** A key that was taken away reads no longer than this; who follows on comes back. */
const longestMs = 15 * 60_000;
/** A reader this far behind is let go; it comes back with Last-Event-ID. */
const mostUnread = 1024 * 1024;
const mostStreams = 200;

/** The streams of one service: together at most 200, so that readers never take what texts need. */
export const createEventStreams = ({ clock, stopping }: StreamNeeds): OpenStream => {
  let open = 0;
  return async (request, reply, follow) => {
    const head = {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
      "x-content-type-options": "nosniff",
    };
    // RFC 9110 §9.3.2: the head alone, at once; there is nothing to follow.
    if (request.method === "HEAD") return reply.headers(head).send();
    if (open >= mostStreams) {
      reply.header("retry-after", "5");
      return problem(reply, 429, "too-many-requests", `${mostStreams} streams are open; ask again in a while`);
    }
    const last = Number(request.headers["last-event-id"] ?? 0);
    const until = clock.monotonic() + longestMs;
    const left = new AbortController();
    const { raw: response } = reply.hijack();
    let spokenAt = clock.monotonic();
    const say = (lines: string): void => {
      response.write(lines);
      spokenAt = clock.monotonic();
      if (response.writableLength > mostUnread) response.destroy();
    };
    open += 1;
    response.on("close", () => left.abort());
    // An answer that waits behind another one of its connection hears of no end: only the connection tells.
    const isThere = (): boolean => !left.signal.aborted && !response.destroyed && !request.raw.socket.destroyed;
    response.writeHead(200, { ...head, "x-request-id": request.id });
    say("retry: 1000\n\n");
    try {
      await follow({
        lastId: Number.isSafeInteger(last) && last > 0 ? last : 0,
        isOpen: () => isThere() && !stopping.signal.aborted && clock.monotonic() < until,
        tell: (name, data, id) =>
          say(`${id === undefined ? "" : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`),
        wait: async (ms) => {
          if (clock.monotonic() - spokenAt >= heartbeatMs) say(":\n\n");
          await clock.sleep(ms, left.signal, stopping.signal);
        },
      });
    } finally {
      open -= 1;
      response.end();
    }
    return reply;
  };
};
