import type { FailureReason } from "../../domain/decision/failure-reason.js";
import { isJsonObject, type JsonObject } from "../../domain/json-object.js";
import { masked, parsePhoneNumber } from "../../domain/phone/phone-number.js";
import { isBlank } from "../notifications/left-out.js";
import type { Hashes } from "../ports/hashes.js";
import type { Idempotency } from "../ports/idempotency.js";
import type { FieldFault } from "./field-fault.js";
import type { AcceptRequest } from "./accept-request.js";

/** The result for one recipient of a bulk request; `to` is masked. */
export type BulkResult =
  | {
      readonly to: string;
      readonly messageId: string;
      readonly state: "received";
      /** RFC 3339: it will wait until then, as far as the door can tell. */
      readonly until?: string;
      readonly because?: string;
    }
  | {
      readonly to: string;
      readonly error: { readonly code: FailureReason | "idempotency-conflict"; readonly detail: string };
    };

export type TakenBulk =
  /** A result per recipient, in their order. */
  | { readonly kind: "accepted"; readonly results: readonly BulkResult[] }
  | { readonly kind: "conflict" }
  | { readonly kind: "invalid"; readonly faults: readonly FieldFault[] };

interface BulkNeeds {
  readonly defaultCountry: string;
  readonly hashes: Hashes;
  readonly idempotency: Pick<Idempotency, "begin" | "answer">;
  readonly acceptRequest: Pick<AcceptRequest, "take">;
}

/**
 * Sends one text to as many as 1,000 people: `{recipients: [{to, variables?, reference?}], …}`, with the other fields
 * of a single request. Good ones go although others are bad. The same `key` and body give the first results again and
 * send nothing twice; another body is a conflict. Rejects as `AcceptRequest.take` does; recipients taken by then stay
 * taken.
 */
export type TakeBulk = (body: unknown, key: string, caller: string) => Promise<TakenBulk>;

const mostRecipients = 1_000;
/** Each waits for Kafka and the journal; more at once gain nothing. */
const sideBySide = 32;
const ofRecipient = new Set(["to", "variables", "reference"]);

const faultsOf = (body: unknown): readonly FieldFault[] => {
  if (!isJsonObject(body)) return [{ pointer: "", message: "must be an object with recipients" }];
  const { recipients } = body;
  if (!Array.isArray(recipients))
    return [{ pointer: "/recipients", message: "must be a list of {to, variables?, reference?}" }];
  if (recipients.length === 0 || recipients.length > mostRecipients)
    return [
      {
        pointer: "/recipients",
        message: `has ${recipients.length} entries; 1 to ${mostRecipients.toLocaleString("en")} go at a time`,
      },
    ];
  return ["to", "reference"].flatMap((field) =>
    body[field] === undefined ? [] : [{ pointer: `/${field}`, message: "stands in each of recipients" }],
  );
};

const isLeftOut = (value: unknown): boolean => value === undefined || isBlank(value);

/** Variables of one recipient: their own before those for all, but where theirs are blank. */
const variablesOf = (own: unknown, forAll: unknown): unknown => {
  if (isLeftOut(own)) return forAll;
  if (!isJsonObject(own) || !isJsonObject(forAll)) return own;
  const given = Object.entries(own).filter(([name, value]) => !isLeftOut(value) || !Object.hasOwn(forAll, name));
  return { ...forAll, ...Object.fromEntries(given) };
};

/** The request that one recipient comes to. */
const requestOf = ({ recipients: _, ...shared }: JsonObject, recipient: JsonObject): JsonObject => ({
  ...shared,
  ...recipient,
  variables: variablesOf(recipient["variables"], shared["variables"]),
});

export const createTakeBulk = ({ defaultCountry, hashes, idempotency, acceptRequest }: BulkNeeds): TakeBulk => {
  const maskedTo = (to: unknown): string => {
    if (typeof to !== "string") return "";
    const number = parsePhoneNumber(to, defaultCountry);
    return masked(typeof number === "string" ? to.slice(0, 40) : number.e164);
  };

  const takeOne = async (body: JsonObject, recipient: unknown, key: string, caller: string): Promise<BulkResult> => {
    if (!isJsonObject(recipient))
      return {
        to: "",
        error: { code: "invalid-event", detail: 'The recipient is no object; write it as {"to": "+919876543210"}' },
      };
    const to = maskedTo(recipient["to"]);
    const unknown = Object.keys(recipient).find((field) => !ofRecipient.has(field));
    if (unknown !== undefined) {
      const detail = `${unknown.slice(0, 40)} is no field of a recipient; known are to, variables, reference`;
      return { to, error: { code: "invalid-event", detail } };
    }
    const taken = await acceptRequest.take(requestOf(body, recipient), key, caller);
    switch (taken.kind) {
      case "accepted": {
        const { because, messageId, state, until } = taken.answer;
        const waits = { ...(until === undefined ? {} : { until }), ...(because === undefined ? {} : { because }) };
        return { to, messageId, state, ...waits };
      }
      case "refused":
        return { to, error: { code: taken.refusal.reason, detail: taken.refusal.detail } };
      case "conflict":
        return {
          to,
          error: { code: "idempotency-conflict", detail: "This recipient was sent another text by the same key" },
        };
      case "invalid": {
        const detail = taken.faults.map(({ message }) => message).join("; ");
        return { to, error: { code: "invalid-event", detail } };
      }
    }
  };

  return async (body, key, caller) => {
    const faults = faultsOf(body);
    if (faults.length > 0) return { kind: "invalid", faults };
    const given = body as JsonObject & { readonly recipients: readonly unknown[] };
    const begun = await idempotency.begin(hashes.keyed(`bulk\n${key}`), hashes.keyed(JSON.stringify(given)));
    if (begun.kind === "conflict") return { kind: "conflict" };
    const results: BulkResult[] = [];
    let next = 0;
    const work = async (): Promise<void> => {
      while (next < given.recipients.length) {
        const at = next;
        next += 1;
        results[at] = await takeOne(given, given.recipients[at], `${key}/${at}`, caller);
      }
    };
    await Promise.all(Array.from({ length: Math.min(sideBySide, given.recipients.length) }, work));
    // Each message repeats its own first answer; the key is only kept, so that another body stays a conflict.
    await idempotency.answer(hashes.keyed(`bulk\n${key}`), "").catch(() => undefined);
    return { kind: "accepted", results };
  };
};
