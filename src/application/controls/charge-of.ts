import type { SendPlan } from "../../domain/decision/send-plan.js";
import type { MessageClass } from "../../domain/message-class.js";
import type { Limits } from "../ports/limits.js";
import type { Charge } from "../ports/money-ledger.js";
import { type KnownLines, knownLines } from "./known-lines.js";

/** The caller that asked for a text, where it is known. */
export interface Asker {
  readonly caller?: string | null | undefined;
  readonly campaign?: { readonly id: string; readonly budgetMicros: number | undefined } | undefined;
}

export const linesOf = (
  { money }: Limits,
  { caller, campaign }: Asker,
  text: { readonly class: MessageClass; readonly country: string | undefined },
  now: number,
): KnownLines =>
  knownLines(money, { class: text.class, country: text.country, caller: caller ?? undefined, campaign }, now);

/** The money that one send of a text asks for: its estimate; a text without a price asks for none and is counted nowhere. */
export const chargeOf = (
  limits: Limits,
  messageId: string,
  send: number,
  plan: SendPlan,
  asker: Asker,
  now: number,
): Charge => {
  const { books, lines } = linesOf(limits, asker, plan, now);
  const micros = plan.estimatedCost?.micros ?? 0;
  return { messageId, send, micros, isCode: plan.class === "otp", lines, books };
};
