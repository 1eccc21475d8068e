import { trace } from "@opentelemetry/api";
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { expect, test } from "vitest";
import { tracedDelivery } from "../../../src/adapters/telemetry/traced-delivery.js";
import { tracedGateway } from "../../../src/adapters/telemetry/traced-gateway.js";
import { tracedHandling } from "../../../src/adapters/telemetry/traced-handling.js";
import { tracedJudging } from "../../../src/adapters/telemetry/traced-judging.js";

/** What each is called with: enough of the first argument, and marks that stand for all others, of today and tomorrow. */
const record = { topic: "order.created", partition: 0, offset: 1n, headers: {} };
const message = { id: "m-1", traceparent: undefined };
const text = { class: "otp" };
const marks = [Symbol("second"), Symbol("third"), Symbol("fourth"), Symbol("fifth")];

type Any = (...args: readonly unknown[]) => Promise<unknown>;

const rows: readonly [string, object, (inner: Any) => Any][] = [
  ["handling", record, (inner) => tracedHandling(inner as never) as never],
  ["delivery", message, (inner) => tracedDelivery(inner as never) as never],
  ["judging", message, (inner) => tracedJudging(inner as never) as never],
  [
    "the gateway",
    text,
    (inner) => tracedGateway({ name: "sns", publish: inner, close: async () => undefined } as never).publish as never,
  ],
];

/** A text whose call loses an argument may go out without its mark, over and over. */
const watched = ([name, first, wrap]: (typeof rows)[number]) => {
  const seen: unknown[][] = [];
  const answer = { kind: "accepted", decision: { kind: "send", plan: {}, trace: [] } };
  const traced = wrap(async (...args) => {
    seen.push([...args]);
    return answer;
  });
  return async () => {
    expect(await traced(first, ...marks), name).toBe(answer);
    expect(seen, name).toEqual([[first, ...marks]]);
  };
};

test.each(rows)("%s hands on every argument, and answers as it is answered", (...row) => watched(row)());

test("each does so where spans are read too, which an SDK may ask for after the start", async () => {
  const calls = rows.map(watched);
  const exporter = new InMemorySpanExporter();
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
  try {
    for (const call of calls) await call();
    expect(exporter.getFinishedSpans()).toHaveLength(rows.length);
  } finally {
    trace.disable();
  }
});
