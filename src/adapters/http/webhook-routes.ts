import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { WebhookAnswer } from "../../application/ports/webhook-sender.js";
import type { KeptWebhook } from "../../application/ports/webhook-store.js";
import type { ManageWebhooks } from "../../application/webhooks/manage-webhooks.js";
import { webhookTopics } from "../../application/webhooks/webhook-topics.js";
import { failureReasons } from "../../domain/decision/failure-reason.js";
import { lanes } from "../../domain/message-class.js";
import { numberForms } from "../../domain/webhook/webhook.js";
import type { Caller } from "./keys.js";
import { invalidBody, problem } from "./problem.js";
import { readBody } from "./read-body.js";

export interface WebhookNeeds {
  readonly caller: Caller;
  readonly manageWebhooks: ManageWebhooks;
}

const some = (words: readonly string[], error = `must be one of ${words.join(", ")}`) =>
  z.array(z.enum(words, { error }), "must be a list").max(words.length).optional();

const NewWebhook = z.strictObject({
  url: z.string("must be a text").max(2_000, "must be at most 2,000 characters"),
  types: some(webhookTopics),
  classes: some(lanes),
  reasons: some(failureReasons, "must be a reason such as opted-out"),
  number: z.enum(numberForms, { error: `must be one of ${numberForms.join(", ")}` }).optional(),
});
const Replay = z.strictObject({
  since: z.iso.datetime({ offset: true, error: "must be an RFC 3339 instant such as 2026-11-22T10:00:00Z" }),
});

const shown = ({ health, secrets: _, createdAt, ...webhook }: KeptWebhook) => ({
  ...webhook,
  createdAt: createdAt.toISOString(),
  state: health.disabled !== null ? "disabled" : health.failingSince !== null ? "failing" : "enabled",
  failingSince: health.failingSince?.toISOString() ?? null,
  disabled: health.disabled && { at: health.disabled.at.toISOString(), reason: health.disabled.reason },
});

const pinged = (ping: WebhookAnswer) =>
  ping.kind === "answered" ? { status: ping.status, why: null } : { status: null, why: ping.why };

type ById = { Params: { id: string } };

/** Receivers of webhooks. Scope admin. */
export const webhookRoutes = (server: FastifyInstance, { caller, manageWebhooks }: WebhookNeeds): void => {
  const unknown = "No webhook has this id; GET /v1/webhooks lists them";

  server.post("/v1/webhooks", async (request, reply) => {
    if (caller(request, reply, "admin") === undefined) return reply;
    const body = readBody(reply, NewWebhook, request.body ?? {});
    if (body === undefined) return reply;
    const { url, types = [], classes = [], reasons = [], number = "masked" } = body;
    const added = await manageWebhooks.add({ url, types, classes, reasons, number });
    if (typeof added === "string") return invalidBody(reply, [{ pointer: "/url", message: added }]);
    const { id, createdAt, secrets } = added.webhook;
    const answer = { id, url, types, classes, reasons, number, createdAt: createdAt.toISOString() };
    return reply
      .code(201)
      .header("location", "/v1/webhooks")
      .send({ ...answer, secret: secrets[0]?.secret, ping: pinged(added.ping) });
  });

  server.get("/v1/webhooks", async (request, reply) => {
    if (caller(request, reply, "admin") === undefined) return reply;
    return { webhooks: (await manageWebhooks.list()).map(shown) };
  });

  server.delete<ById>("/v1/webhooks/:id", async (request, reply) => {
    if (caller(request, reply, "admin") === undefined) return reply;
    const { id } = request.params;
    return (await manageWebhooks.remove(id)) ? { id, removed: true } : problem(reply, 404, "not-found", unknown);
  });

  server.post<ById>("/v1/webhooks/:id/rotate", async (request, reply) => {
    if (caller(request, reply, "admin") === undefined) return reply;
    const rotated = await manageWebhooks.rotate(request.params.id);
    if (rotated === undefined) return problem(reply, 404, "not-found", unknown);
    return { id: request.params.id, secret: rotated.secret, oldUntil: rotated.oldUntil.toISOString() };
  });

  server.post<ById>("/v1/webhooks/:id/enable", async (request, reply) => {
    if (caller(request, reply, "admin") === undefined) return reply;
    const answer = await manageWebhooks.enable(request.params.id);
    if (answer === undefined) return problem(reply, 404, "not-found", unknown);
    const ping = pinged(answer.ping);
    if (answer.enabled) return { id: request.params.id, state: "enabled", ping };
    const why = ping.why ?? `it answers ${ping.status}`;
    return problem(reply, 409, "webhook-unreachable", `The receiver did not take a signed ping: ${why}`);
  });

  server.post<ById>("/v1/webhooks/:id/replay", async (request, reply) => {
    if (caller(request, reply, "admin") === undefined) return reply;
    const body = readBody(reply, Replay, request.body ?? {});
    if (body === undefined) return reply;
    const replayed = await manageWebhooks.replay(request.params.id, new Date(body.since));
    if (replayed === undefined) return problem(reply, 404, "not-found", unknown);
    return reply.code(202).header("location", "/v1/webhooks").send(replayed);
  });
};
