import { classOf } from "../../domain/class-of.js";
import type { DeploymentFacts } from "../../domain/decision/deployment-facts.js";
import { lanes, type MessageClass } from "../../domain/message-class.js";
import { parsePhoneNumber } from "../../domain/phone/phone-number.js";
import { type DecodedEvent, decodeEvent } from "./decode-event.js";
import type { Message, MessageRequest, Origin } from "../message/message.js";
import { messageId } from "../notifications/message-id.js";
import { payloadDigest } from "./payload-digest.js";
import type { RoutedNotification } from "../notifications/notification.js";
import { type SchemaFault, schemaFaults } from "../notifications/schema-fault.js";
import type { EventRecord } from "../ports/event-source.js";
import type { Hashes } from "../ports/hashes.js";

/** A record, decoded and routed. */
export type ReadEvent =
  /** No event at all: dead letter only. */
  | { readonly kind: "dead"; readonly cause: string; readonly detail: string }
  /** A mistake in the program keeps it from being read. */
  | { readonly kind: "faulty"; readonly error: unknown }
  /** The event breaks its schema: one `sms.failed`, and a dead letter. `faults` names every faulty field. */
  | { readonly kind: "invalid"; readonly event: DecodedEvent; readonly origin: Origin; readonly faults: string }
  /** The event tells something, and asks for no text. */
  | { readonly kind: "told"; readonly event: DecodedEvent; readonly origin: Origin; readonly payload: unknown }
  /** The event's one message is promotional, and waits in another topic. */
  | { readonly kind: "moved"; readonly event: DecodedEvent; readonly topic: string; readonly to: string }
  /** `lane`: that of its most urgent message. */
  | { readonly kind: "messages"; readonly lane: MessageClass; readonly messages: readonly Message[] };

export type ReadEventRecord = (record: EventRecord, now: Date) => ReadEvent;

interface ReadNeeds {
  /** Names the deployment: a place in a topic is one in its topics only. */
  readonly deployment?: string | undefined;
  readonly facts: () => Pick<DeploymentFacts, "defaultCountry" | "templates">;
  readonly hashes: Hashes;
  readonly journalTtlMs: number;
  readonly notifications: ReadonlyMap<string, RoutedNotification>;
  /** By topic: events that tell something. */
  readonly told?: ReadonlyMap<string, Pick<RoutedNotification, "schema">> | undefined;
}

const mostFaults = 20;

const described = (faults: readonly SchemaFault[]): string => {
  const named = faults.slice(0, mostFaults).map(({ message }) => message);
  return [...named, ...(faults.length > mostFaults ? [`and ${faults.length - mostFaults} more`] : [])].join("; ");
};

/** A code that an event asks for is its publisher's. */
const askedBy = (content: MessageRequest["content"], source: string | undefined): MessageRequest["content"] =>
  content.kind === "code" && source !== undefined ? { ...content, askedBy: source } : content;

/** Reads a record into the messages it asks for; never throws, and asks nobody. */
export const createReadEvent =
  ({ deployment, facts, hashes, journalTtlMs, notifications, told }: ReadNeeds): ReadEventRecord =>
  (record, now) => {
    const decoded = decodeEvent(record, now);
    if ("cause" in decoded) return { kind: "dead", cause: decoded.cause, detail: decoded.message };
    // Without an id its identity is its place, and others have topics and places of the same names.
    const isPlace = decoded.eventId === null && deployment !== undefined;
    const event = isPlace ? { ...decoded, identity: `${deployment}/${decoded.identity}` } : decoded;
    // The journal may have forgotten an event this old: it is over, whatever its deadline.
    const remembered = new Date(event.time.getTime() + journalTtlMs);
    const notAfter = remembered < now ? { notAfter: remembered } : {};
    const { topic, partition } = record;
    const tells = told?.get(topic);
    const origin: Origin = { topic, partition, offset: String(record.offset), eventId: event.eventId };
    const notification = notifications.get(topic);
    if (notification === undefined && tells === undefined)
      return { kind: "dead", cause: "no-route", detail: `Nothing routes the topic ${topic}` };
    const identifiedAs = notification?.identifiedAs ?? topic;
    if (event.type !== undefined && event.type !== topic && event.type !== identifiedAs) {
      const faults = `ce_type: names another event than the topic ${topic}; publish it to its own topic`;
      return { kind: "invalid", event, origin, faults };
    }
    if (event.faults !== undefined) return { kind: "invalid", event, origin, faults: event.faults };
    const asked = notification?.ask(event.payload) ?? tells!.schema.safeParse(event.payload, { reportInput: true });
    if (!asked.success)
      return { kind: "invalid", event, origin, faults: described(schemaFaults(asked.error.issues, "the payload")) };
    if ("data" in asked) return { kind: "told", event, origin, payload: asked.data };
    const { payload, reference = null } = asked;
    const { defaultCountry, templates } = facts();
    const digest = payloadDigest(hashes, payload);
    const messages = asked.messages.map(
      ({ recipient, ...request }): Message => ({
        id: messageId(hashes, event.identity, identifiedAs, recipient),
        recipient,
        request: {
          ...request,
          content: askedBy(request.content, event.source),
          number: parsePhoneNumber(request.to, defaultCountry),
          requestedAt: event.time,
          ...notAfter,
        },
        reference,
        correlationId: event.correlationId ?? null,
        campaignId: null,
        caller: event.caller,
        traceparent: event.traceparent,
        origin,
        arrivedAt: now,
        payload: digest,
      }),
    );
    const classes = new Set(messages.map(({ request }) => classOf(request, templates)));
    const [first] = messages;
    if (
      notification?.promotionalTopic !== undefined &&
      first !== undefined &&
      classes.size === 1 &&
      classes.has("promotional")
    ) {
      const { number, to } = first.request;
      return {
        kind: "moved",
        event,
        topic: notification.promotionalTopic,
        to: typeof number === "string" ? to : number.e164,
      };
    }
    return { kind: "messages", lane: lanes.find((lane) => classes.has(lane)) ?? "transactional", messages };
  };
