import type { SendRequest, TemplateContent, TextContent } from "../../domain/decision/send-request.js";
import { parsePhoneNumber } from "../../domain/phone/phone-number.js";

/** A one-time code: made in process when its message is about to be decided, never kept or published in clear. */
export interface CodeContent {
  readonly kind: "code";
  readonly purpose: string;
  readonly verificationId?: string | undefined;
  /** The event's `ce_source`: the asker, where no door's key names one. */
  readonly askedBy?: string | undefined;
}

/** A request as messages carry it: `decide` sees it once a code has become a template with its variables. */
export type MessageRequest = Omit<SendRequest, "content"> & {
  readonly content: TextContent | TemplateContent | CodeContent;
};

/** Topic of the origin of a code that a door sends by itself, in process. */
export const doorTopic = "http";

/** `ce_source` of events that the service's own doors publish; `ce_caller` names the asker. */
export const doorSource = "/sms-service/http";

/** The source of a message, as its outcome names it. */
export interface Origin {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly eventId: string | null;
}

/** One text that an event asks for, with its deterministic id. */
export interface Message {
  readonly id: string;
  /** The role of the recipient within the event (`customer`, `driver`). */
  readonly recipient: string;
  readonly request: MessageRequest;
  readonly reference: string | null;
  readonly correlationId: string | null;
  /** The campaign that it is part of. */
  readonly campaignId: string | null;
  /** The asker: the name of the API key, else the producer's `ce_source`. */
  readonly caller: string | null;
  readonly traceparent: string | undefined;
  readonly origin: Origin;
  /** Keyed digest of what the event asks for; undefined: unknown. The same id with another digest is another event. */
  readonly payload?: string | undefined;
  /** The campaign that it is of, whose money is counted. */
  readonly campaign?:
    | {
        readonly id: string;
        readonly budgetMicros: number | undefined;
        /** Its share of the lane beside other campaigns (1). */
        readonly weight?: number | undefined;
        /** The campaign sends nothing more: a text that may have gone is not sent once more. */
        readonly isOver?: boolean | undefined;
      }
    | undefined;
  /** The time this service first held the message: one that came in time and still ends late was held back here. */
  readonly arrivedAt: Date;
}

/** The shape of a kept message. A later version that cannot be read as this one counts up. */
const version = 1;

/** A message as the schedule keeps it; its number is parsed again where it comes back in. */
export const messageToBody = ({ request: { number: _, ...request }, ...message }: Message): Buffer =>
  Buffer.from(JSON.stringify({ version, ...message, request }));

/** JSON knows no instants. */
type Kept = Omit<Message, "arrivedAt" | "request"> & {
  readonly version?: number;
  readonly arrivedAt: string;
  readonly request: Omit<MessageRequest, "number" | "requestedAt" | "sendAt"> & {
    readonly requestedAt: string;
    readonly sendAt?: string;
  };
};

const isKept = (value: unknown): value is Kept =>
  typeof value === "object" &&
  value !== null &&
  (!("version" in value) || value.version === version) &&
  "id" in value &&
  typeof value.id === "string" &&
  "request" in value &&
  typeof value.request === "object";

/** A kept message; undefined where another version wrote it, or it is none. */
export const messageFromBody = (body: Buffer, defaultCountry: string): Message | undefined => {
  const kept: unknown = JSON.parse(body.toString("utf8"));
  if (!isKept(kept)) return undefined;
  const { version: _, arrivedAt, request: asked, ...message } = kept;
  const { requestedAt, sendAt, ...request } = asked;
  return {
    // Messages parked by an earlier version lack both.
    ...{ campaignId: null, caller: null },
    ...message,
    arrivedAt: new Date(arrivedAt),
    request: {
      ...request,
      number: parsePhoneNumber(request.to, defaultCountry),
      requestedAt: new Date(requestedAt),
      sendAt: sendAt === undefined ? undefined : new Date(sendAt),
    },
  };
};
