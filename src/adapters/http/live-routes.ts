import type { FastifyInstance } from "fastify";
import type { OpenStream } from "./event-streams.js";
import type { Caller } from "./keys.js";
import { createReadFigures, type FigureNeeds, lookEveryMs } from "./live-figures.js";

export interface LiveNeeds extends FigureNeeds {
  readonly caller: Caller;
  readonly openStream: OpenStream;
}

/** `GET /console/live`: what runs, waits and fails, every two seconds; the last ten minutes first. */
export const liveRoutes = (server: FastifyInstance, needs: LiveNeeds): void => {
  const { caller, openStream } = needs;
  const readFigures = createReadFigures(needs);
  server.get("/console/live", async (request, reply) => {
    if (caller(request, reply, "read") === undefined) return reply;
    // Whoever asks for no stream would wait for the end of one.
    if (request.headers.accept?.includes("text/event-stream") !== true) return { figures: await readFigures(0) };
    return openStream(request, reply, async (stream) => {
      let last = stream.lastId;
      while (stream.isOpen()) {
        for (const one of await readFigures(last)) {
          stream.tell("figures", one, one.at);
          last = one.at;
        }
        await stream.wait(lookEveryMs);
      }
    });
  });
};
