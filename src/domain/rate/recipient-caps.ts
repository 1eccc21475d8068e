import type { MessageClass } from "../message-class.js";

const minute = 60_000;
/** Windows that a cap may have, in ms; each one slides. */
export const capWindows = {
  minute,
  hour: 60 * minute,
  day: 24 * 60 * minute,
  week: 7 * 24 * 60 * minute,
} as const;
export type CapWindow = keyof typeof capWindows;

/** The most texts one number gets in a window; a window without a figure has no cap. */
export type WindowCaps = Readonly<Partial<Record<CapWindow, number | undefined>>>;

export interface RecipientLimits {
  readonly class: ReadonlyMap<MessageClass, WindowCaps>;
  readonly template: ReadonlyMap<string, WindowCaps>;
}

export const noRecipientLimits: RecipientLimits = { class: new Map(), template: new Map() };

/** One cap that a text counts towards: its class's, or its template's. */
export interface RecipientCap {
  readonly of: "class" | "template";
  readonly name: string;
  readonly window: CapWindow;
  readonly most: number;
}

const capsOfOne = (of: RecipientCap["of"], name: string, caps: WindowCaps | undefined): readonly RecipientCap[] =>
  Object.entries(caps ?? {}).flatMap(([window, most]) =>
    most === undefined ? [] : [{ of, name, window: window as CapWindow, most }],
  );

export const recipientCapsOf = (
  limits: RecipientLimits,
  messageClass: MessageClass,
  template: string | null,
): readonly RecipientCap[] => [
  ...capsOfOne("class", messageClass, limits.class.get(messageClass)),
  ...(template === null ? [] : capsOfOne("template", template, limits.template.get(template))),
];

/** The longest window of any cap: older texts count no more. */
export const horizonMs = (limits: RecipientLimits): number =>
  Math.max(
    minute,
    ...[...limits.class.values(), ...limits.template.values()]
      .flatMap((caps) => Object.keys(caps))
      .map((window) => capWindows[window as CapWindow]),
  );

/** A text that was let go leaves within this time, or asks for its place again. */
export const spacingSlackMs = 20;

/** Amazon SNS, quotas: one text a second to one number. A code never waits for it, and nobody waits for a code. */
export const spacingMs = (messageClass: MessageClass): number => (messageClass === "otp" ? 0 : 1_000 + spacingSlackMs);
