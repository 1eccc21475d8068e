import type { FastifyInstance } from "fastify";
import type { EventPublisher } from "../../application/ports/event-publisher.js";
import type { EventRecord } from "../../application/ports/event-source.js";
import { unknownTopic } from "../../domain/unknown-topic.js";
import type { Caller } from "./keys.js";
import { problem } from "./problem.js";

/** The embedded bus as this door needs it. */
export interface EmbeddedBus extends Pick<EventPublisher, "publish"> {
  list(topic: string, limit: number): readonly EventRecord[];
}

export interface EventNeeds {
  readonly bus: EmbeddedBus;
  readonly caller: Caller;
  /** Topics that may be published to. */
  readonly topics: readonly string[];
}

const mostListed = 1_000;
/** Kafka's own default limit of a record. */
const largestEvent = 1024 * 1024;
const propagated = (name: string): boolean => name.startsWith("ce_") || name === "traceparent";

/** The value as JSON; as text where it is none, or too deep to be written again: one record must not hide the others. */
const parsed = (value: Buffer | null): unknown => {
  if (value === null) return null;
  const text = value.toString("utf8");
  try {
    const whole: unknown = JSON.parse(text);
    JSON.stringify(whole);
    return whole;
  } catch {
    return text;
  }
};

const listed = ({ topic, partition, offset, timestamp, key, value, headers }: EventRecord) => ({
  topic,
  partition,
  offset: String(offset),
  timestamp: timestamp.toISOString(),
  key: key?.toString("utf8") ?? null,
  headers: Object.fromEntries(Object.entries(headers).map(([name, bytes]) => [name, bytes.toString("utf8")])),
  value: parsed(value),
});

/** Publish to, and list, the embedded bus; there only where no Kafka is configured. */
export const eventRoutes = (server: FastifyInstance, { bus, caller, topics }: EventNeeds): void => {
  // Bytes that call themselves JSON go in as they come, as they would on Kafka: bytes that are no event become a dead
  // letter. Other types are refused, since a web page may send them without asking (Fetch: CORS-safelisted
  // Content-Type).
  void server.register(async (raw) => {
    raw.removeAllContentTypeParsers();
    raw.addContentTypeParser(
      /^application\/(?:[\w.-]+\+)?json\b/i,
      { parseAs: "buffer", bodyLimit: largestEvent },
      (_request, body, done) => done(null, body),
    );
    raw.post<{ Params: { topic: string } }>(
      "/v1/events/:topic",
      { bodyLimit: largestEvent },
      async (request, reply) => {
        if (caller(request, reply, "send") === undefined) return reply;
        const { topic } = request.params;
        if (!topics.includes(topic)) return problem(reply, 404, "not-found", unknownTopic(topic, topics));
        const headers = Object.entries(request.headers).flatMap(([name, value]) =>
          propagated(name) && typeof value === "string" ? [[name, value] as const] : [],
        );
        const key = request.headers["x-event-key"];
        const value = Buffer.isBuffer(request.body) ? request.body : null;
        await bus.publish({
          topic,
          key: typeof key === "string" ? key : null,
          value,
          headers: Object.fromEntries(headers),
        });
        return reply.code(202).header("location", `/v1/events?topic=${topic}`).send({ topic });
      },
    );
  });

  server.get<{ Querystring: { topic?: string } }>("/v1/events", async (request, reply) => {
    if (caller(request, reply, "read") === undefined) return reply;
    const { topic } = request.query;
    if (topic === undefined) return problem(reply, 400, "bad-request", "Name a topic: GET /v1/events?topic=sms.sent");
    return { events: bus.list(topic, mostListed).map(listed) };
  });
};
