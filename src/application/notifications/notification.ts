import type { z } from "zod";
import type { MessageRequest } from "../message/message.js";

/** The meaning of one event type: the shape of its payload, and the messages that it asks for. */
export interface Notification<Payload> {
  /** Without the deployment's prefix. */
  readonly topic: string;
  /**
   * The topic by which its messages are identified, where it is not `topic`: the same request is the same in either.
   */
  readonly identifiedAs?: string;
  /** The topic its promotional messages wait in, so that they hold up no others. */
  readonly promotionalTopic?: string;
  readonly schema: { safeParse(value: unknown, context?: { readonly reportInput: boolean }): Parsed<Payload> };
  /** 0..n messages, each for another recipient role. */
  messages(payload: Payload): readonly RequestedMessage[];
  /** The producer's own word for the message, handed back in its outcome. */
  reference?(payload: Payload): string | undefined;
}

type Parsed<Payload> =
  | { readonly success: true; readonly data: Payload }
  | { readonly success: false; readonly error: { readonly issues: readonly z.core.$ZodIssue[] } };

export type RequestedMessage = Omit<MessageRequest, "number" | "requestedAt"> & {
  /** The role it is for; part of the message's identity, so that one event never texts a role twice. */
  readonly recipient: string;
};

/** A notification whose topic and schema keep their own types, for readers of the library's types. */
export type Defined<Topic extends string, Schema extends z.ZodType> = Omit<Notification<z.output<Schema>>, "schema"> & {
  readonly topic: Topic;
  readonly schema: Schema;
};

/** Infers the payload from the schema, so that `messages` can't read a field that the schema doesn't promise. */
export const defineNotification = <const Topic extends string, Schema extends z.ZodType>(
  notification: Defined<Topic, Schema>,
): Defined<Topic, Schema> => notification;
