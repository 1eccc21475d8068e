import { SpanKind } from "@opentelemetry/api";
import type { SmsGateway } from "../../application/ports/sms-gateway.js";
import { failSpan, inSpan } from "./in-span.js";
import { traceNames } from "./trace-names.js";
import { whereTraced } from "./where-traced.js";

/** One span for each call of the gateway: neither number nor text. */
export const tracedGateway = (gateway: SmsGateway): SmsGateway => ({
  name: gateway.name,
  endsWithinMs: gateway.endsWithinMs,
  publish: whereTraced(
    (...asked) => gateway.publish(...asked),
    (...asked) => {
      const [text] = asked;
      const attributes = {
        ...{ [traceNames.system]: gateway.name === "sns" ? "aws.sns" : gateway.name, [traceNames.class]: text.class },
        ...{ [traceNames.operation]: "send", [traceNames.operationType]: "send" },
      };
      return inSpan(`send ${gateway.name}`, { kind: SpanKind.CLIENT, attributes }, async (span) => {
        const answer = await gateway.publish(...asked);
        if (answer.kind !== "accepted") failSpan(span, "code" in answer ? answer.code : answer.kind);
        return answer;
      });
    },
  ),
  close: () => gateway.close(),
});
