import { context, type Link, propagation, SpanKind, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { systemClock } from "../../src/adapters/system/clock.js";
import { readConfig } from "../../src/adapters/environment/config.js";
import { type RunningService, startService } from "../../src/composition/service.js";
import { eventually } from "../support/eventually.js";

const exporter = new InMemorySpanExporter();
let shiftMs = 0;
const clock = { ...systemClock, now: () => new Date(Date.now() + shiftMs) };
let service: RunningService;
beforeAll(async () => {
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  const settings = { HTTP_PORT: "0", SIMULATOR_PORT: "0", LOG_LEVEL: "silent" };
  service = await startService(readConfig(settings), (services) => services.provide("clock", [], () => clock));
});
afterAll(async () => {
  await service?.stop();
  for (const api of [trace, context, propagation]) api.disable();
});
beforeEach(() => exporter.reset());

const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
const parentId = "00f067aa0ba902b7";
const traceparent = `00-${traceId}-${parentId}-01`;
const phone = "+919876543210";
const secret = "Geheimnis-7781";
const bus = () => service.services.get("events").bus!;
const publish = (body: object, headers: Readonly<Record<string, string>> = { traceparent }) =>
  bus().publish({ topic: "sms.requested", key: phone, value: JSON.stringify(body), headers });
const spans = () => exporter.getFinishedSpans();
const named = async (name: string, fits: (span: ReadableSpan) => boolean = () => true): Promise<ReadableSpan> => {
  const found = () => spans().find((span) => span.name === name && fits(span));
  await eventually(name, () => found() !== undefined);
  return found()!;
};
const parentOf = (span: ReadableSpan): string | undefined => span.parentSpanContext?.spanId;

test("one trace leads from the producer through decision, gateway and outcome to whoever reads it", async () => {
  await publish({ to: phone, text: secret }, { traceparent, baggage: `who=${phone}` });
  const out = await named("send sms.sent");
  const [process, deliver, judge, gateway] = await Promise.all(
    ["process sms.requested", "deliver", "judge", "send sns"].map((name) => named(name)),
  );
  const all = [process!, deliver!, judge!, gateway!, out];
  expect(new Set(all.map((span) => span.spanContext().traceId))).toEqual(new Set([traceId]));
  expect(parentOf(process!)).toBe(parentId);
  expect(parentOf(deliver!)).toBe(process!.spanContext().spanId);
  for (const span of [judge!, gateway!, out]) expect(parentOf(span)).toBe(deliver!.spanContext().spanId);
  expect(all.map(({ kind }) => kind)).toEqual([
    ...[SpanKind.CONSUMER, SpanKind.INTERNAL, SpanKind.INTERNAL, SpanKind.CLIENT, SpanKind.PRODUCER],
  ]);
  expect(process!.attributes).toMatchObject({
    ...{ "messaging.system.name": "kafka", "messaging.operation.name": "process" },
    ...{ "messaging.destination.name": "sms.requested", "messaging.destination.partition.id": "0" },
  });
  expect(gateway!.attributes).toMatchObject({ "messaging.system.name": "aws.sns", "sms.class": "transactional" });
  expect(judge!.attributes["sms.decision"]).toBe("send");
  expect(judge!.events.map(({ name }) => name)).toEqual(expect.arrayContaining(["number", "opt-out"]));
  const sent = bus().list("sms.sent", 1)[0]!;
  expect(String(sent.headers["traceparent"])).toBe(`00-${traceId}-${out.spanContext().spanId}-01`);
  expect(sent.headers["baggage"]).toBeUndefined();
});

test("a refusal fails its span by its word", async () => {
  await publish({ to: "12", text: "hello" });
  const judge = await named("judge");
  expect(judge.attributes).toMatchObject({ "sms.decision": "refuse", "error.type": "invalid-phone-number" });
  await named("send sms.failed");
});

test("what waited begins a trace of its own, linked to its event's", async () => {
  const sendAt = new Date(clock.now().getTime() + 3_600_000).toISOString();
  await publish({ to: phone, text: "later", sendAt });
  await named("send sms.deferred");
  shiftMs = 3_601_000;
  const wake = await named("wake");
  expect(wake.spanContext().traceId).not.toBe(traceId);
  expect(parentOf(wake)).toBeUndefined();
  expect(wake.links.map((link: Link) => link.context)).toMatchObject([{ traceId, spanId: parentId }]);
  const gateway = await named("send sns");
  expect(gateway.spanContext().traceId).toBe(wake.spanContext().traceId);
});

test("no span has a number, a text or a code", async () => {
  await publish({ to: phone, text: secret });
  await bus().publish({
    topic: "otp.requested",
    key: phone,
    value: JSON.stringify({ to: phone, purpose: "login" }),
    headers: {},
  });
  await named("process otp.requested");
  await named("send sms.sent", (span) => span.spanContext().traceId !== traceId);
  const told = spans().map(({ attributes, events, links, name, resource, status }) => ({
    ...{ name, attributes, status, events, resource: resource.attributes },
    links: links.map((link) => link.attributes),
  }));
  const { messages } = (await (
    await fetch(`${service.inbox}/api/messages?to=${encodeURIComponent(phone)}`)
  ).json()) as {
    messages: { text: string }[];
  };
  const codes = messages.flatMap(({ text }) => text.match(/\b\d{6}\b/) ?? []);
  expect(codes.length).toBeGreaterThan(0);
  for (const hidden of ["9876543210", secret, ...codes]) expect(JSON.stringify(told)).not.toContain(hidden);
});
