import { Readable } from "node:stream";
import type { FastifyRequest } from "fastify";
import type { AuditedAction } from "../../domain/audit/audit-entry.js";
import { smsAttributes } from "../../domain/account/sms-attributes.js";
import { shownText } from "../../domain/text/shown-text.js";
import { parsePhoneNumber } from "../../domain/phone/phone-number.js";
import { withoutNumbers } from "../../domain/phone/without-numbers.js";

interface ActionNeeds {
  readonly defaultCountry: string;
  /** Keyed hash of a personal value. */
  readonly keyed: (value: string) => string;
}

/** Routes that services call all day, and those that only look: no operator's action. */
const traffic: ReadonlySet<string> = new Set([
  ...["POST /v1/messages", "POST /v1/messages/preview", "POST /v1/messages/bulk", "POST /v1/messages/search"],
  ...["POST /v1/otp", "POST /v1/otp/verify", "POST /v1/events/:topic", "POST /v1/opt-outs/check"],
  ...["POST /v1/inbound", "POST /v1/inbound/sns"],
  ...["POST /v1/receipts", "POST /v1/receipts/cloudwatch", "POST /v1/receipts/sns"],
]);
const verbs: Readonly<Record<string, string>> = { DELETE: ".remove", PATCH: ".change", POST: "", PUT: ".replace" };
/** Fields of bodies that hold words, days or figures, never a number, a text or a secret. */
const shown: ReadonlySet<string> = new Set([
  ...["as", "choice", "class", "from", "cause", "topic", "template", "uploadId", "campaignId", "hash", "language"],
  ...["budgetMicros", "startAt", "endAt"],
  ...Object.keys(smsAttributes),
]);
const longest = 200;

const oneLine = (text: string): string => shownText(text, longest);

const headerReason = (given: string | readonly string[] | undefined): string | undefined => {
  if (typeof given !== "string") return undefined;
  try {
    return decodeURIComponent(given);
  } catch {
    return given;
  }
};

/** `POST /v1/campaigns/:id/pause` is `campaigns.pause`, `DELETE /v1/messages/:id` is `messages.remove`. */
const actionOf = (method: string, route: string): string => {
  const words = route.split("/").filter((word) => word !== "" && word !== "v1" && !word.startsWith(":"));
  return `${words.join(".")}${verbs[method] ?? ""}`;
};

/** The action that a request was, where it was an operator's: undefined for reads and for what services call all day. */
export const auditedAction = (
  request: Pick<FastifyRequest, "body" | "headers" | "method" | "params" | "routeOptions">,
  who: string,
  { defaultCountry, keyed }: ActionNeeds,
): Omit<AuditedAction, "at"> | undefined => {
  const { method, routeOptions } = request;
  const route = routeOptions.url ?? "";
  const isChange = verbs[method] !== undefined && route.startsWith("/v1/");
  if (!isChange || traffic.has(`${method} ${route}`)) return undefined;
  // A file is a stream, which is read by now.
  const isFields = typeof request.body === "object" && request.body !== null && !(request.body instanceof Readable);
  const body = (isFields ? request.body : {}) as Record<string, unknown>;
  const named = Array.isArray(body["ids"]) ? body["ids"].filter((id) => typeof id === "string") : [];
  const ids = [...Object.values((request.params ?? {}) as Record<string, string>), ...named];
  const number = typeof body["to"] === "string" ? parsePhoneNumber(body["to"], defaultCountry) : "empty";
  const whose = typeof number === "string" ? null : `number:${keyed(number.e164)}`;
  const given = body["reason"] ?? headerReason(request.headers["audit-reason"]);
  const reason = typeof given === "string" ? oneLine(withoutNumbers(given)) : "";
  const words = Object.entries(body).filter(
    ([name, value]) => shown.has(name) && (typeof value === "string" || typeof value === "number"),
  );
  return {
    who,
    action: actionOf(method, route),
    object: ids.length > 0 ? oneLine(ids.join("/")) : whose,
    reason: reason === "" ? null : reason,
    details: {
      ...Object.fromEntries(words.map(([name, value]) => [name, oneLine(String(value))])),
      // Proves later which body it was, without keeping it.
      ...(Object.keys(body).length > 0 ? { body: keyed(JSON.stringify(body)) } : {}),
    },
  };
};
