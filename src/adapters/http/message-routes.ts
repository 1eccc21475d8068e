import { randomUUID } from "node:crypto";
import type { FastifyInstance } from "fastify";
import type { Hashes } from "../../application/ports/hashes.js";
import type { Journal } from "../../application/ports/journal.js";
import { previewMessage } from "../../application/preview-message.js";
import type { TakeRequest } from "../../application/take-request.js";
import { masked } from "../../domain/phone-number.js";
import type { Caller } from "./keys.js";
import { problem } from "./problem.js";

export interface MessageNeeds {
  readonly caller: Caller;
  readonly hashes: Hashes;
  readonly journal: Journal;
  readonly takeRequest: TakeRequest;
}

const longestKey = 200;

const shown = (value: unknown): Readonly<Record<string, unknown>> => {
  const outcome = JSON.parse(String(value));
  return { ...outcome, to: typeof outcome.to === "string" ? masked(outcome.to) : null };
};

/** Send, preview, explain (CONTRACT.md, HTTP). */
export const messageRoutes = (
  server: FastifyInstance,
  { caller, hashes, journal, takeRequest }: MessageNeeds,
): void => {
  const broken = "The body breaks its schema; every faulty field is in `errors`";

  server.post("/v1/messages", async (request, reply) => {
    const name = caller(request, reply, "send");
    if (name === undefined) return reply;
    const given = request.headers["idempotency-key"];
    if (given !== undefined && (typeof given !== "string" || given === "" || given.length > longestKey))
      return problem(reply, 400, "bad-request", `Idempotency-Key has 1 to ${longestKey} characters, given once`);
    const key = given === undefined ? randomUUID() : hashes.digest(`${name}\n${given}`);
    const taken = await takeRequest.take(request.body, key);
    switch (taken.kind) {
      case "accepted":
        return reply.code(202).send(taken.answer);
      case "conflict":
        return problem(
          reply,
          409,
          "idempotency-conflict",
          "This Idempotency-Key was used with another body; take a new one",
        );
      case "refused":
        return problem(reply, 422, taken.refusal.reason, taken.refusal.detail);
      case "invalid":
        return problem(reply, 422, "invalid-event", broken, taken.faults);
    }
  });

  server.post("/v1/messages/preview", async (request, reply) => {
    if (caller(request, reply, "read") === undefined) return reply;
    const decision = takeRequest.preview(request.body);
    if (decision.kind === "invalid") return problem(reply, 422, "invalid-event", broken, decision.faults);
    return previewMessage(decision);
  });

  server.get<{ Params: { id: string } }>("/v1/messages/:id", async (request, reply) => {
    if (caller(request, reply, "read") === undefined) return reply;
    const entry = await journal.read(request.params.id);
    if (entry === undefined)
      return problem(reply, 404, "not-found", "The journal knows no message of this id, or has forgotten it");
    const { messageId, note, outcome: recorded, state, timeline } = entry;
    const outcome = recorded === undefined ? null : shown(recorded.event.value);
    return {
      messageId,
      state,
      class: outcome?.["class"] ?? note?.class ?? null,
      to: outcome?.["to"] ?? note?.to ?? null,
      timeline: timeline.map(({ at, state: then }) => ({ at: at.toISOString(), state: then })),
      trace: recorded?.trace ?? note?.trace ?? [],
      outcome,
    };
  });
};
