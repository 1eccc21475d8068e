import { SpanKind } from "@opentelemetry/api";
import type { HandleEvent } from "../../application/intake/handle-event.js";
import { foldHeaders } from "../../application/ports/event-source.js";
import { carriedContext } from "./carried-context.js";
import { inSpan } from "./in-span.js";
import { traceNames } from "./trace-names.js";
import { whereTraced } from "./where-traced.js";

/** One span for each record, behind the span in which its producer made it. */
export const tracedHandling = (handleEvent: HandleEvent): HandleEvent =>
  whereTraced(handleEvent, (...asked) => {
    const [record] = asked;
    const { headers, offset, partition, rawHeaders, topic } = record;
    // A record that waited keeps its headers in one form only.
    const given = rawHeaders === undefined ? headers : foldHeaders(rawHeaders);
    const attributes = {
      ...{ [traceNames.system]: "kafka", [traceNames.operation]: "process", [traceNames.operationType]: "process" },
      ...{ [traceNames.destination]: topic, [traceNames.partition]: String(partition) },
      [traceNames.offset]: Number(offset),
    };
    const options = { kind: SpanKind.CONSUMER, attributes };
    return inSpan(`process ${topic}`, options, () => handleEvent(...asked), carriedContext(given));
  });
