import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { LetterChoice } from "../../application/dead-letters/choose-letters.js";
import type { DiscardDeadLetters } from "../../application/dead-letters/discard-dead-letters.js";
import { letterPlace } from "../../application/dead-letters/dead-letter.js";
import type { ListDeadLetters } from "../../application/dead-letters/list-dead-letters.js";
import type { ReplayDeadLetters } from "../../application/dead-letters/replay-dead-letters.js";
import { letterStates, type MarkedLetter } from "../../application/dead-letters/scan-letters.js";
import type { ShowDeadLetter } from "../../application/dead-letters/show-dead-letter.js";
import { mostMarkedAtOnce } from "../../application/ports/dead-letter-marks.js";
import type { Caller } from "./keys.js";
import { invalidBody, problem } from "./problem.js";
import { readBody } from "./read-body.js";

export interface DeadLetterNeeds {
  readonly caller: Caller;
  readonly discardDeadLetters: DiscardDeadLetters;
  readonly listDeadLetters: ListDeadLetters;
  readonly replayDeadLetters: ReplayDeadLetters;
  readonly showDeadLetter: ShowDeadLetter;
}

const pageSize = 100;
/** A whole event, and the fields around it. */
const largestReplay = 2 * 1024 * 1024;

const word = z.string("must be a text").min(1, "may not be empty").max(300, "must be at most 300 characters");
const id = z.string("must be a text").max(60, "must be the `id` of a dead letter");
const reason = z.string("must be a text").trim().min(1, "may not be empty").max(500, "must be at most 500 characters");

const Page = z.strictObject({
  cause: word.optional(),
  topic: word.optional(),
  state: z.enum(letterStates, { error: `must be one of ${letterStates.join(", ")}` }).optional(),
  cursor: id.refine((given) => letterPlace(given) !== undefined, "must be the `next` of an earlier answer").optional(),
});

const chosen = {
  ids: z
    .array(id, "must be a list of ids")
    .min(1, "names no letter")
    .max(mostMarkedAtOnce, `takes at most ${mostMarkedAtOnce} letters`)
    .optional(),
  cause: word.optional(),
  topic: z.string("must be a text").max(300, "must be at most 300 characters").optional(),
};
const Discard = z.strictObject({ ...chosen, reason });
const Replay = z.strictObject({
  ...chosen,
  reason: reason.nullish(),
  value: z.unknown().optional(),
  set: z.record(z.string().min(1).max(300), z.unknown(), "must be an object of values by path").optional(),
});

const shown = ({ at, mark, ...letter }: MarkedLetter) => ({
  ...letter,
  at: at.toISOString(),
  mark: mark === undefined ? null : { ...mark, at: mark.at.toISOString() },
});

type Chosen = { ids?: string[] | undefined; cause?: string | undefined; topic?: string | undefined };

/** The letters a body names: some by id, or one group. */
const choiceOf = ({ ids, cause, topic }: Chosen): LetterChoice | undefined => {
  if (ids !== undefined) return cause === undefined && topic === undefined ? { ids } : undefined;
  return cause === undefined || topic === undefined ? undefined : { cause, topic };
};

const noChoice = [{ pointer: "", message: "must name either ids, or a cause and a topic" }];

/** Records that could not be processed: look, replay, discard. */
export const deadLetterRoutes = (server: FastifyInstance, needs: DeadLetterNeeds): void => {
  const { caller, discardDeadLetters, listDeadLetters, replayDeadLetters, showDeadLetter } = needs;

  server.get("/v1/dead-letters", async (request, reply) => {
    if (caller(request, reply, "read") === undefined) return reply;
    const page = readBody(reply, Page, request.query);
    if (page === undefined) return reply;
    const { cursor, state = "open", ...filter } = page;
    const { groups, letters, next, older } = await listDeadLetters({ ...filter, state }, cursor, pageSize);
    return {
      groups: groups.map((group) => ({
        ...group,
        oldest: group.oldest.toISOString(),
        newest: group.newest.toISOString(),
      })),
      letters: letters.map(shown),
      older,
      next,
    };
  });

  server.get<{ Params: { id: string } }>("/v1/dead-letters/:id", async (request, reply) => {
    const by = caller(request, reply, "admin");
    if (by === undefined) return reply;
    const letter = await showDeadLetter(request.params.id, by);
    if (letter === undefined)
      return problem(reply, 404, "not-found", "No dead letter has this id, or its topic no longer holds it");
    return shown(letter);
  });

  server.post("/v1/dead-letters/replay", { bodyLimit: largestReplay }, async (request, reply) => {
    const by = caller(request, reply, "admin");
    if (by === undefined) return reply;
    const body = readBody(reply, Replay, request.body === undefined ? {} : request.body);
    if (body === undefined) return reply;
    const { reason: why, set, value, ...given } = body;
    const choice = choiceOf(given);
    if (choice === undefined) return invalidBody(reply, noChoice);
    const isOne = "ids" in choice && choice.ids.length === 1;
    if (value !== undefined && !isOne)
      return invalidBody(reply, [{ pointer: "/value", message: "replaces the value of one letter, named in ids" }]);
    return replayDeadLetters(choice, by, why ?? null, { set, ...(value === undefined ? {} : { value }) });
  });

  server.post("/v1/dead-letters/discard", async (request, reply) => {
    const by = caller(request, reply, "admin");
    if (by === undefined) return reply;
    const body = readBody(reply, Discard, request.body === undefined ? {} : request.body);
    if (body === undefined) return reply;
    const choice = choiceOf(body);
    if (choice === undefined) return invalidBody(reply, noChoice);
    return discardDeadLetters(choice, by, body.reason);
  });
};
