import { type Context, context, type Span, type SpanOptions, SpanStatusCode, trace } from "@opentelemetry/api";
import { errorName } from "../../domain/error-name.js";
import { traceNames } from "./trace-names.js";

const tracer = trace.getTracer("sms-service");

/** Marks a span as failed by a word; the error's own sentence may quote a number, and stays out. */
export const failSpan = (span: Span, word: string): void => {
  span.setAttribute(traceNames.error, word);
  span.setStatus({ code: SpanStatusCode.ERROR });
};

/** Runs work in a span that ends with it. */
export const inSpan = <Answer>(
  name: string,
  options: SpanOptions,
  work: (span: Span) => Promise<Answer>,
  parent: Context = context.active(),
): Promise<Answer> =>
  tracer.startActiveSpan(name, options, parent, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      failSpan(span, errorName(error));
      throw error;
    } finally {
      span.end();
    }
  });
