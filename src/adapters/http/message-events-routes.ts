import type { FastifyInstance } from "fastify";
import type { Journal } from "../../application/ports/journal.js";
import type { EventStream, OpenStream } from "./event-streams.js";
import type { Caller } from "./keys.js";
import { storyOf } from "./message-story.js";
import { unknownMessage } from "./problem.js";

export interface MessageEventsNeeds {
  readonly caller: Caller;
  readonly journal: Pick<Journal, "read">;
  readonly openStream: OpenStream;
}

const everyMs = 250;
const ended: ReadonlySet<string> = new Set(["sent", "failed"]);

/** `GET /v1/messages/{id}/events`: each step of a message as it happens, until it has ended. */
export const messageEventsRoutes = (server: FastifyInstance, needs: MessageEventsNeeds): void => {
  const { caller, journal, openStream } = needs;

  /** Tells the steps that the reader does not have, until the message ends or the stream does. */
  const follow = async (id: string, stream: EventStream): Promise<void> => {
    let step = stream.lastId;
    while (stream.isOpen()) {
      // A store that is away for a moment is no reason to end: the next look may find it.
      const entry = await journal.read(id).catch(() => undefined);
      const story = entry === undefined ? undefined : storyOf(entry);
      for (const one of story?.timeline.slice(step) ?? []) {
        step += 1;
        stream.tell("state", one, step);
      }
      if (story !== undefined && story.outcome !== null && ended.has(story.state))
        return stream.tell("outcome", story.outcome);
      await stream.wait(everyMs);
    }
  };

  server.get<{ Params: { id: string } }>("/v1/messages/:id/events", async (request, reply) => {
    if (caller(request, reply, "read") === undefined) return reply;
    const { id } = request.params;
    if ((await journal.read(id)) === undefined) return unknownMessage(reply);
    return openStream(request, reply, (stream) => follow(id, stream));
  });
};
