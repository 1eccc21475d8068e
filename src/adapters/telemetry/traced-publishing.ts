import { context, SpanKind, trace } from "@opentelemetry/api";
import type { EventPublisher } from "../../application/ports/event-publisher.js";
import { carriedContext, carryingHeaders } from "./carried-context.js";
import { inSpan } from "./in-span.js";
import { traceNames } from "./trace-names.js";
import { whereTraced } from "./where-traced.js";

/** One span for each event, whose context the event carries on; a copied record keeps its own. */
export const tracedPublishing = (publisher: EventPublisher): EventPublisher => ({
  publish: whereTraced(
    (event) => publisher.publish(event),
    (event) => {
      const attributes = {
        ...{ [traceNames.system]: "kafka", [traceNames.operation]: "send", [traceNames.operationType]: "send" },
        [traceNames.destination]: event.topic,
      };
      // The news of a receipt or a replay belongs to the trace of its text.
      const parent = trace.getActiveSpan() === undefined ? carriedContext(event.headers) : context.active();
      const publish = (headers: Readonly<Record<string, string>>) =>
        publisher.publish(
          event.rawHeaders === undefined ? { ...event, headers: { ...event.headers, ...headers } } : event,
        );
      const options = { kind: SpanKind.PRODUCER, attributes };
      return inSpan(`send ${event.topic}`, options, (span) => publish(carryingHeaders(span)), parent);
    },
  ),
  close: () => publisher.close(),
  troubles: () => publisher.troubles(),
});
