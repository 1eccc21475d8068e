/** The state of a message as other parts see it. */
export type MessageState = "received" | "open" | "sending" | "deferred" | "sent" | "failed" | "in-doubt";

export type EndState = Extract<MessageState, "sent" | "failed" | "in-doubt">;
