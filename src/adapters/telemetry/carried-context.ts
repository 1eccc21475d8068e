import { type Context, propagation, ROOT_CONTEXT, type Span, trace } from "@opentelemetry/api";

/** W3C Trace Context. Baggage stays where it is: producers put personal data into it. */
const carried = ["traceparent", "tracestate"] as const;

type Headers = Readonly<Record<string, string | Buffer>>;

/** The context that a record carries; the root one where it carries none, or where no SDK is there to read it. */
export const carriedContext = (headers: Headers): Context => {
  const carrier: Record<string, string> = {};
  for (const name of carried) if (headers[name] !== undefined) carrier[name] = String(headers[name]);
  return propagation.extract(ROOT_CONTEXT, carrier);
};

/** The headers by which a record carries a span's context; empty without an SDK. */
export const carryingHeaders = (span: Span): Readonly<Record<string, string>> => {
  const carrier: Record<string, string> = {};
  propagation.inject(trace.setSpan(ROOT_CONTEXT, span), carrier);
  return carrier;
};
