import type { MessageClass } from "./message-class.js";

/** The part of a request that its class depends on. */
interface Classified {
  readonly class?: MessageClass | undefined;
  readonly content: { readonly kind: "text" | "code" } | { readonly kind: "template"; readonly template: string };
}

/**
 * The class of a message: a code is otp's; else the request's own word, else its template's class, else transactional. Lane,
 * rate, crash policy, deadline, metrics and outcome all follow from this answer, so no text queues as one class and goes as
 * another.
 */
export const classOf = (
  { class: named, content }: Classified,
  templates: ReadonlyMap<string, { readonly class: MessageClass }>,
): MessageClass => {
  if (content.kind === "code") return "otp";
  const template = content.kind === "template" ? templates.get(content.template) : undefined;
  return named ?? template?.class ?? "transactional";
};
