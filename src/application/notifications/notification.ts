import type { z } from "zod";
import type { MessageRequest } from "../message/message.js";

/** An event type without the type of its payload, so that the service routes all of them alike. */
export interface RoutedNotification {
  /** Without the deployment's prefix. */
  readonly topic: string;
  /**
   * The topic by which its messages are identified, where it is not `topic`: the same request is the same in either.
   */
  readonly identifiedAs?: string;
  /** The topic its promotional messages wait in, so that they hold up no others. */
  readonly promotionalTopic?: string;
  readonly schema: Schema<unknown>;
  /** Checks a payload against the schema, and tells what one that keeps to it asks for. */
  readonly ask: (payload: unknown) => Asked;
}

/** The messages that a payload asks for, or the faults of one that breaks its schema. */
export type Asked =
  | {
      readonly success: true;
      /** As the schema understands it. */
      readonly payload: unknown;
      readonly messages: readonly RequestedMessage[];
      readonly reference: string | undefined;
    }
  | Extract<Parsed<unknown>, { readonly success: false }>;

type Parsed<Payload> =
  | { readonly success: true; readonly data: Payload }
  | { readonly success: false; readonly error: { readonly issues: readonly z.core.$ZodIssue[] } };

interface Schema<Payload> {
  readonly safeParse: (value: unknown, context?: { readonly reportInput: boolean }) => Parsed<Payload>;
}

export type RequestedMessage = Omit<MessageRequest, "number" | "requestedAt"> & {
  /** The role it is for; part of the message's identity, so that one event never texts a role twice. */
  readonly recipient: string;
};

/** The meaning of one event type: the shape of its payload, and the messages that it asks for. */
interface Rule<Topic extends string, Schema extends z.ZodType>
  extends Omit<RoutedNotification, "topic" | "schema" | "ask"> {
  readonly topic: Topic;
  readonly schema: Schema;
  /** 0..n messages, each for another recipient role. */
  readonly messages: (payload: z.output<Schema>) => readonly RequestedMessage[];
  /** The producer's own word for the message, handed back in its outcome. */
  readonly reference?: (payload: z.output<Schema>) => string | undefined;
}

/**
 * A notification whose topic and schema keep their own types, for readers of the library's types; `ask` is for those who
 * do not know its payload.
 */
export type Notification<Topic extends string, Schema extends z.ZodType> = Rule<Topic, Schema> &
  Pick<RoutedNotification, "ask">;

/** Infers the payload from the schema, so that `messages` can't read a field that the schema doesn't promise. */
export const defineNotification = <const Topic extends string, Schema extends z.ZodType>(
  rule: Rule<Topic, Schema>,
): Notification<Topic, Schema> => ({
  ...rule,
  ask: (payload) => {
    const parsed = rule.schema.safeParse(payload, { reportInput: true });
    if (!parsed.success) return parsed;
    const { data } = parsed;
    return { success: true, payload: data, messages: rule.messages(data), reference: rule.reference?.(data) };
  },
});
