import { ProxyTracerProvider, trace } from "@opentelemetry/api";

/** An SDK may be registered at any time; the API's own provider, without one behind it, makes spans for nobody. */
const isTraced = (): boolean => {
  const provider = trace.getTracerProvider();
  return !(provider instanceof ProxyTracerProvider) || provider.getDelegateTracer("sms-service") !== undefined;
};

/** Runs `traced` where somebody reads its spans, else `plain`, which does the same work and costs nothing more. */
export const whereTraced =
  <Asked extends readonly unknown[], Answer>(
    plain: (...asked: Asked) => Answer,
    traced: (...asked: Asked) => Answer,
  ): ((...asked: Asked) => Answer) =>
  (...asked) =>
    isTraced() ? traced(...asked) : plain(...asked);
