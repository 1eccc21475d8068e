/** The share of a number that a receiver is told. */
export const numberForms = ["masked", "full", "none"] as const;
export type NumberForm = (typeof numberForms)[number];

export interface WebhookSecret {
  /** `whsec_` and base64, as Standard Webhooks writes it. */
  readonly secret: string;
  /** Until when it signs; null: the one in force. */
  readonly until: Date | null;
}

/** Somebody who is told of outcomes over HTTPS. */
export interface Webhook {
  readonly id: string;
  readonly url: string;
  /** Topics; empty: every one. */
  readonly types: readonly string[];
  readonly classes: readonly string[];
  readonly reasons: readonly string[];
  readonly number: NumberForm;
  readonly secrets: readonly WebhookSecret[];
  readonly createdAt: Date;
}

/** A receiver's recent answers. */
export interface WebhookHealth {
  /** Since when every delivery failed; null: the last one arrived. */
  readonly failingSince: Date | null;
  /** The receiver asked for no delivery before this instant. */
  readonly pausedUntil: Date | null;
  readonly disabled: {
    readonly at: Date;
    readonly reason: string;
    /** False: `webhook.disabled` may not have gone out. An earlier version kept nothing of it. */
    readonly isTold?: boolean | undefined;
  } | null;
}

export const healthy: WebhookHealth = { failingSince: null, pausedUntil: null, disabled: null };

const oneOf = (wanted: readonly string[], value: unknown): boolean =>
  wanted.length === 0 || (typeof value === "string" && wanted.includes(value));

/** True if the receiver asked for such an event. An event that has no class, or no reason, is not of one. */
export const isWanted = (
  { classes, reasons, types }: Pick<Webhook, "classes" | "reasons" | "types">,
  topic: string,
  event: Readonly<Record<string, unknown>>,
): boolean => oneOf(types, topic) && oneOf(classes, event["class"]) && oneOf(reasons, event["reason"]);
