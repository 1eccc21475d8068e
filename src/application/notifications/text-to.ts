import type { RequestedMessage } from "./notification.js";

interface Reached {
  readonly phone: string;
  readonly locale?: string | undefined;
  readonly timeZone?: string | undefined;
}

/** A template's text to somebody an event names, by role, with variables that it cannot do without, or can. */
export const textTo = (
  recipient: string,
  { phone, locale, timeZone }: Reached,
  template: string,
  variables: Readonly<Record<string, unknown>>,
  wants: { readonly needs?: readonly string[]; readonly spares?: readonly string[] } = {},
): RequestedMessage => ({
  ...{ recipient, to: phone, locale, timeZone },
  content: { kind: "template", template, variables, ...wants },
});
