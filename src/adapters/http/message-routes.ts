import { randomUUID } from "node:crypto";
import type { FastifyInstance } from "fastify";
import type { ExplainMessage } from "../../application/log/explain-message.js";
import { callerKey } from "../../application/requests/caller-key.js";
import type { Hashes } from "../../application/ports/hashes.js";
import type { MessageLog } from "../../application/ports/message-log.js";
import { previewMessage } from "../../application/requests/preview-message.js";
import type { AcceptRequest } from "../../application/requests/accept-request.js";
import { idempotencyConflict, idempotencyKey } from "./idempotency-key.js";
import type { Caller } from "./keys.js";
import { shownRow } from "./log-routes.js";
import { storyOf, storyOfRow } from "./message-story.js";
import { invalidBody, problem, unknownMessage } from "./problem.js";

export interface MessageNeeds {
  readonly caller: Caller;
  readonly hashes: Hashes;
  readonly explainMessage: ExplainMessage;
  readonly messageLog: Pick<MessageLog, "find">;
  readonly acceptRequest: AcceptRequest;
}

/** Send, preview, explain. */
export const messageRoutes = (
  server: FastifyInstance,
  { acceptRequest, caller, explainMessage, hashes, messageLog }: MessageNeeds,
): void => {
  server.post("/v1/messages", async (request, reply) => {
    const name = caller(request, reply, "send");
    if (name === undefined) return reply;
    const given = idempotencyKey(request, reply);
    if (given === "faulty") return reply;
    const key = given.key === undefined ? randomUUID() : callerKey(hashes, name, given.key);
    const taken = await acceptRequest.take(request.body, key, name);
    switch (taken.kind) {
      case "accepted":
        return reply.code(202).header("location", `/v1/messages/${taken.answer.messageId}`).send(taken.answer);
      case "conflict":
        return idempotencyConflict(reply);
      case "refused":
        return problem(reply, 422, taken.refusal.reason, taken.refusal.detail);
      case "invalid":
        return invalidBody(reply, taken.faults);
    }
  });

  server.post("/v1/messages/preview", async (request, reply) => {
    const name = caller(request, reply, "read");
    if (name === undefined) return reply;
    const decision = await acceptRequest.preview(request.body, name);
    if (decision.kind === "invalid") return invalidBody(reply, decision.faults);
    return previewMessage(decision);
  });

  server.get<{ Params: { id: string } }>("/v1/messages/:id", async (request, reply) => {
    if (caller(request, reply, "read") === undefined) return reply;
    const { id } = request.params;
    const entry = await explainMessage(id);
    if (entry !== undefined) return storyOf(entry);
    const found = await messageLog.find(id);
    const [only] = found;
    if (only === undefined) return unknownMessage(reply);
    if (found.length > 1) return reply.code(300).send({ messages: found.map(shownRow) });
    const remembered = await explainMessage(only.messageId);
    return remembered === undefined ? storyOfRow(only) : storyOf(remembered);
  });
};
