import type { ServerResponse } from "node:http";
import type { FastifyInstance } from "fastify";
import type { Clock } from "../../application/ports/clock.js";
import type { Journal } from "../../application/ports/journal.js";
import type { Caller } from "./keys.js";
import { storyOf } from "./message-story.js";
import { problem, unknownMessage } from "./problem.js";

export interface MessageEventsNeeds {
  readonly caller: Caller;
  readonly clock: Pick<Clock, "monotonic" | "sleep">;
  readonly journal: Pick<Journal, "read">;
  /** Aborts when the service stops. */
  readonly stopping: AbortController;
}

const everyMs = 250;
/** Proxies close a stream that is silent for longer. */
const heartbeatMs = 15_000;
/** A text that waits longer is followed by a new request, or by webhooks. */
const longestMs = 15 * 60_000;
const mostStreams = 200;
const ended: ReadonlySet<string> = new Set(["sent", "failed"]);

/** An event of the stream (HTML Standard §9.2). */
const event = (name: string, data: unknown, id?: number): string =>
  `${id === undefined ? "" : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;

/** `GET /v1/messages/{id}/events`: each step of a message as it happens, until it has ended. */
export const messageEventsRoutes = (server: FastifyInstance, needs: MessageEventsNeeds): void => {
  const { caller, clock, journal, stopping } = needs;
  let streams = 0;

  /** Tells the steps after the first `told`, until the message ends, the reader leaves or the time is over. */
  const follow = async (id: string, told: number, response: ServerResponse, left: AbortSignal): Promise<void> => {
    const until = clock.monotonic() + longestMs;
    let step = told;
    let spokenAt = clock.monotonic();
    const say = (lines: string): void => {
      response.write(lines);
      spokenAt = clock.monotonic();
    };
    while (!left.aborted && !stopping.signal.aborted && clock.monotonic() < until) {
      // A store that is away for a moment is no reason to end: the next look may find it.
      const entry = await journal.read(id).catch(() => undefined);
      const story = entry === undefined ? undefined : storyOf(entry);
      for (const one of story?.timeline.slice(step) ?? []) {
        step += 1;
        say(event("state", one, step));
      }
      if (story !== undefined && story.outcome !== null && ended.has(story.state)) {
        say(event("outcome", story.outcome));
        return;
      }
      if (clock.monotonic() - spokenAt >= heartbeatMs) say(":\n\n");
      await clock.sleep(everyMs, left, stopping.signal);
    }
  };

  server.get<{ Params: { id: string } }>("/v1/messages/:id/events", async (request, reply) => {
    if (caller(request, reply, "read") === undefined) return reply;
    const { id } = request.params;
    if ((await journal.read(id)) === undefined) return unknownMessage(reply);
    if (streams >= mostStreams) {
      reply.header("retry-after", "5");
      return problem(reply, 429, "too-many-requests", `${mostStreams} streams are open; ask again in a while`);
    }
    const told = Number(request.headers["last-event-id"] ?? 0);
    const left = new AbortController();
    const { raw: response } = reply.hijack();
    streams += 1;
    response.on("close", () => left.abort());
    response.writeHead(200, {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "x-request-id": request.id,
    });
    response.write("retry: 1000\n\n");
    try {
      await follow(id, Number.isSafeInteger(told) && told > 0 ? told : 0, response, left.signal);
    } finally {
      streams -= 1;
      response.end();
    }
  });
};
