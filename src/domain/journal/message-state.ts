/** What others see of a message. */
export type MessageState = "received" | "open" | "sending" | "deferred" | "sent" | "failed" | "in-doubt";

export type EndState = Extract<MessageState, "sent" | "failed" | "in-doubt">;
