import type { SendRequest, TemplateContent, TextContent } from "../../domain/decision/send-request.js";
import { parsePhoneNumber } from "../../domain/phone/phone-number.js";

/** A one-time code: made in process when its message is about to be decided, never kept or published in clear. */
export interface CodeContent {
  readonly kind: "code";
  readonly purpose: string;
  readonly verificationId?: string | undefined;
  /** The event's `ce_source`: who asks, where no door's key does. */
  readonly askedBy?: string | undefined;
}

/** A request as messages carry it: `decide` sees it once a code has become a template with its variables. */
export type MessageRequest = Omit<SendRequest, "content"> & {
  readonly content: TextContent | TemplateContent | CodeContent;
};

/** Topic of the origin of a code that a door sends by itself, in process. */
export const doorTopic = "http";

/** Where a message comes from, as its outcome says it. */
export interface Origin {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly eventId: string | null;
}

/** One text that an event asks for, with its deterministic id. */
export interface Message {
  readonly id: string;
  /** Who it is for: the role within the event (`customer`, `driver`). */
  readonly recipient: string;
  readonly request: MessageRequest;
  readonly reference: string | null;
  readonly correlationId: string | null;
  readonly traceparent: string | undefined;
  readonly origin: Origin;
  /** When this service first held it: one that came in time and still ends late was held back here. */
  readonly arrivedAt: Date;
}

/** A message as the schedule keeps it; its number is parsed again where it comes back in. */
export const messageToBody = ({ request: { number: _, ...request }, ...message }: Message): Buffer =>
  Buffer.from(JSON.stringify({ ...message, request }));

const revived = (value: string | undefined): Date | undefined => (value === undefined ? undefined : new Date(value));

export const messageFromBody = (body: Buffer, defaultCountry: string): Message => {
  const message = JSON.parse(body.toString("utf8"));
  const { requestedAt, sendAt, ...request } = message.request;
  return {
    ...message,
    arrivedAt: new Date(message.arrivedAt),
    request: {
      ...request,
      number: parsePhoneNumber(request.to, defaultCountry),
      requestedAt: new Date(requestedAt),
      sendAt: revived(sendAt),
    },
  };
};
