import { createHash, randomUUID, timingSafeEqual } from "node:crypto";
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import type { Hashes } from "../../application/ports/hashes.js";
import type { Journal } from "../../application/ports/journal.js";
import type { TakeRequest } from "../../application/take-request.js";
import { masked } from "../../domain/phone-number.js";

export interface EmbeddedBus {
  publish(event: { topic: string; key: string | null; value: string; headers: Record<string, string> }): Promise<void>;
  list(topic: string): readonly unknown[];
  readonly topics: ReadonlySet<string>;
}

interface Needs {
  readonly apiKeys: readonly string[] | undefined;
  /** The embedded bus, where no Kafka is configured. */
  readonly bus: EmbeddedBus | undefined;
  readonly hashes: Hashes;
  readonly journal: Journal;
  readonly metrics: () => Promise<string>;
  readonly takeRequest: TakeRequest;
  /** Empty when ready; otherwise why not. */
  readonly troubles: () => readonly string[];
}

type Scope = "send" | "read" | "admin";

interface Key {
  readonly name: string;
  readonly digest: Buffer;
  readonly scopes: ReadonlySet<string>;
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

const parseKey = (entry: string): Key => {
  const [name = "", secret = "", scopes = ""] = entry.split(":");
  return { name, digest: digest(secret), scopes: new Set(scopes.split("+")) };
};

interface Fault {
  readonly pointer: string;
  readonly message: string;
}

/** RFC 9457. */
const problem = (
  reply: FastifyReply,
  status: number,
  code: string,
  detail: string,
  errors?: readonly Fault[],
): FastifyReply =>
  reply
    .code(status)
    .type("application/problem+json")
    .send({ type: "about:blank", title: code, status, detail, code, ...(errors === undefined ? {} : { errors }) });

const maskedOutcome = (value: unknown): unknown => {
  const outcome = JSON.parse(String(value));
  return { ...outcome, to: outcome.to === null ? null : masked(outcome.to) };
};

/** The HTTP door (CONTRACT.md, HTTP). Listens when told to; bodies up to 64 KiB. */
export const createHttpServer = (needs: Needs): FastifyInstance => {
  const { bus, hashes, journal, metrics, takeRequest, troubles } = needs;
  const keys = needs.apiKeys?.map(parseKey);
  const server = Fastify({ bodyLimit: 65_536, requestTimeout: 30_000, forceCloseConnections: "idle" });

  /** The caller's name, or undefined after a 401 or 403 was sent. */
  const caller = (request: FastifyRequest, reply: FastifyReply, scope: Scope): string | undefined => {
    if (keys === undefined) return "anyone";
    const given = digest((request.headers.authorization ?? "").replace(/^Bearer /, ""));
    const key = keys.find((one) => timingSafeEqual(one.digest, given));
    if (key?.scopes.has(scope)) return key.name;
    if (key === undefined)
      problem(reply, 401, "unauthorized", "Send `Authorization: Bearer <secret>` of a key in API_KEYS");
    else problem(reply, 403, "forbidden", `This key lacks the scope ${scope}; add it in API_KEYS`);
    return undefined;
  };

  server.setErrorHandler((error: { statusCode?: number; message: string }, _request, reply) => {
    const status = error.statusCode ?? (error.constructor.name === "JournalUnavailable" ? 503 : 500);
    const detail =
      status >= 500 ? "The request could not be completed; repeat it with the same Idempotency-Key" : error.message;
    return problem(reply, status, status >= 500 ? "unavailable" : "bad-request", detail);
  });
  server.setNotFoundHandler((_request, reply) =>
    problem(reply, 404, "not-found", "There is nothing here; see docs/http.md"),
  );

  server.get("/healthz", () => ({ status: "ok" }));
  server.get("/readyz", (_request, reply) => {
    const reasons = troubles();
    return reply.code(reasons.length === 0 ? 200 : 503).send({ ready: reasons.length === 0, reasons });
  });
  server.get("/metrics", async (_request, reply) => reply.type("text/plain; version=0.0.4").send(await metrics()));

  server.post("/v1/messages", async (request, reply) => {
    const name = caller(request, reply, "send");
    if (name === undefined) return reply;
    const given = request.headers["idempotency-key"];
    const key = typeof given === "string" ? hashes.digest(`${name}\n${given}`) : randomUUID();
    const taken = await takeRequest.take(request.body, key);
    switch (taken.kind) {
      case "accepted":
        return reply.code(202).send(taken.answer);
      case "conflict":
        return problem(
          reply,
          409,
          "idempotency-conflict",
          "This Idempotency-Key was used with another body; use a new one",
        );
      case "refused":
        return problem(reply, 422, taken.refusal.reason, taken.refusal.detail);
      case "invalid":
        return problem(reply, 422, "invalid-event", "The body breaks its schema", taken.faults);
    }
  });

  server.post("/v1/messages/preview", async (request, reply) => {
    if (caller(request, reply, "read") === undefined) return reply;
    const decision = takeRequest.preview(request.body);
    if (decision.kind === "invalid")
      return problem(reply, 422, "invalid-event", "The body breaks its schema", decision.faults);
    const { text, encoding, segments, parts, edits, estimatedCost = null } = decision.plan;
    return {
      decision: decision.kind,
      ...{ text, encoding, segments, parts, edits, estimatedCost },
      ...(decision.kind === "defer" ? { until: decision.until.toISOString() } : {}),
      ...(decision.kind === "refuse" ? decision.refusal : {}),
      trace: decision.trace,
    };
  });

  server.get<{ Params: { id: string } }>("/v1/messages/:id", async (request, reply) => {
    if (caller(request, reply, "read") === undefined) return reply;
    const entry = await journal.read(request.params.id);
    if (entry === undefined)
      return problem(reply, 404, "not-found", "The journal knows no message of this id, or has forgotten it");
    const outcome =
      entry.outcome === undefined ? null : (maskedOutcome(entry.outcome.event.value) as Record<string, unknown>);
    return {
      messageId: entry.messageId,
      state: entry.state,
      class: outcome?.["class"] ?? null,
      to: outcome?.["to"] ?? null,
      timeline: entry.timeline.map(({ at, state }) => ({ at: at.toISOString(), state })),
      trace: entry.outcome?.trace ?? [],
      outcome,
    };
  });

  if (bus !== undefined) {
    server.post<{ Params: { topic: string } }>("/v1/events/:topic", async (request, reply) => {
      if (caller(request, reply, "send") === undefined) return reply;
      const { topic } = request.params;
      if (!bus.topics.has(topic))
        return problem(reply, 404, "not-found", `No such topic; known are ${[...bus.topics].join(", ")}`);
      const headers = Object.fromEntries(
        Object.entries(request.headers).filter(([name]) => name.startsWith("ce_") || name === "traceparent"),
      );
      await bus.publish({
        topic,
        key: null,
        value: JSON.stringify(request.body),
        headers: headers as Record<string, string>,
      });
      return reply.code(202).send({ topic });
    });
    server.get<{ Querystring: { topic?: string } }>("/v1/events", async (request, reply) => {
      if (caller(request, reply, "read") === undefined) return reply;
      return { events: bus.list(request.query.topic ?? "sms.sent") };
    });
  }
  return server;
};
