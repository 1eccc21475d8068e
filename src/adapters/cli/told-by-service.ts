import { isJsonObject, type JsonObject } from "../../domain/json-object.js";
import type { ServiceClient } from "./service-client.js";

const word = (value: unknown): string | null => (typeof value === "string" ? value : null);
const object = (value: unknown): JsonObject => (isJsonObject(value) ? value : {});
const list = (value: unknown): readonly JsonObject[] => (Array.isArray(value) ? value.map(object) : []);

const textOf = (body: JsonObject) => {
  const outcome = object(body["outcome"]);
  const source = outcome["source"];
  return {
    messageId: String(body["messageId"]),
    state: String(body["state"]),
    class: word(body["class"]),
    recipient: word(outcome["recipient"]),
    template: word(outcome["template"]),
    reason: word(outcome["reason"]),
    detail: word(outcome["detail"]),
    correlationId: word(outcome["correlationId"]),
    topic: typeof source === "string" ? (source.split("/")[0] ?? null) : word(object(source)["topic"]),
    trace: list(body["trace"]).map(({ rule, verdict, observed, consequence }) => ({
      ...{ rule: String(rule), verdict: String(verdict), observed: String(observed) },
      consequence: String(consequence),
    })),
  };
};

const refusalOf = (row: JsonObject) => ({
  messageId: String(row["messageId"]),
  to: word(row["to"]),
  recipient: word(row["recipient"]),
  template: word(row["template"]),
  reason: word(row["reason"]),
  detail: word(row["detail"]),
  at: String(row["occurredAt"]),
});

const mostRemembered = 10_000;

/** The word of the service at `SMS_URL` on texts, for phones that run beside it. Ended texts are asked for once. */
export const toldByService = (call: ServiceClient) => {
  const ended = new Map<string, ReturnType<typeof textOf>>();
  return {
    text: async (providerMessageId: string) => {
      const known = ended.get(providerMessageId);
      if (known !== undefined) return known;
      const { status, body } = await call("GET", `/v1/messages/${encodeURIComponent(providerMessageId)}`);
      if (status !== 200) return undefined;
      const text = textOf(body);
      if (text.state === "delivered" || text.state === "undelivered") ended.set(providerMessageId, text);
      if (ended.size > mostRemembered) ended.delete(ended.keys().next().value!);
      return text;
    },
    refusals: async () => {
      const { status, body } = await call("GET", "/v1/messages?status=failed&limit=50");
      return status === 200 ? list(body["messages"]).map(refusalOf) : [];
    },
  };
};
