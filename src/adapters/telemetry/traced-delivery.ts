import { isSpanContextValid, ROOT_CONTEXT, trace } from "@opentelemetry/api";
import type { DeliverMessage } from "../../application/delivery/deliver-message.js";
import { carriedContext } from "./carried-context.js";
import { inSpan } from "./in-span.js";
import { traceNames } from "./trace-names.js";
import { whereTraced } from "./where-traced.js";

/**
 * One span for each message. One that waited in the schedule begins a trace of its own, linked to its event's: a trace of
 * days would be cut by every store of traces.
 */
export const tracedDelivery = (deliverMessage: DeliverMessage): DeliverMessage =>
  whereTraced(deliverMessage, (...asked) => {
    const [message, source] = asked;
    const attributes = { [traceNames.messageId]: message.id };
    const work = () => deliverMessage(...asked);
    if (source !== "due") return inSpan("deliver", { attributes }, work);
    const { traceparent } = message;
    const event = trace.getSpanContext(traceparent === undefined ? ROOT_CONTEXT : carriedContext({ traceparent }));
    const links = event !== undefined && isSpanContextValid(event) ? [{ context: event }] : [];
    return inSpan("wake", { attributes, links, root: true }, work, ROOT_CONTEXT);
  });
