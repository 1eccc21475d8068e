import type { Refusal } from "../../domain/decision/refusal.js";
import { refusalTexts } from "../../domain/decision/refusal-texts.js";
import type { SendPlan } from "../../domain/decision/send-plan.js";
import type { TraceEntry } from "../../domain/decision/trace.js";
import { accountMost, fitsAccount } from "../../domain/money/account-room.js";
import { masked, type PhoneNumber } from "../../domain/phone/phone-number.js";
import { horizonMs, recipientCapsOf, spacingMs } from "../../domain/rate/recipient-caps.js";
import type { RecipientAnswer, RecipientAsk } from "../../domain/rate/recipient-step.js";
import type { Clock } from "../ports/clock.js";
import type { Hashes } from "../ports/hashes.js";
import type { Limits } from "../ports/limits.js";
import type { Charge, MoneyLedger, Reserved } from "../ports/money-ledger.js";
import type { RecipientLog } from "../ports/recipient-log.js";
import { capText, cappedText } from "./cap-words.js";
import { type Asker, chargeOf } from "./charge-of.js";
import type { AccountWatch } from "./account-watch.js";
import { accountText, shortText, spentUpAt, spentUpText, tightest } from "./money-words.js";

interface ControlNeeds {
  readonly accountWatch: Pick<AccountWatch, "spend" | "spentUp">;
  readonly clock: Clock;
  readonly hashes: Hashes;
  readonly limits: () => Limits;
  readonly moneyLedger: MoneyLedger;
  readonly recipientLog: RecipientLog;
}

/** The holdings of one send: its money, and its place among the texts to the number. */
export interface Held {
  readonly charge: Charge;
  readonly who: string;
}

/** All that the stores are asked before a send. */
export interface ControlQuestion {
  readonly plan: SendPlan;
  readonly who: string;
  readonly place: RecipientAsk;
  readonly charge: Charge;
  /** The line of the month, and the most that it may come to by the account's own limit. */
  readonly watched: { readonly line: number; readonly most: number } | undefined;
}

export type Controlled =
  /** The send may go, after `waitMs`: another text to the number goes first. */
  | { readonly kind: "allowed"; readonly held: Held; readonly waitMs: number; readonly trace: readonly TraceEntry[] }
  /** `held`: taken all the same; `unsent` gives it back once the refusal is sure: until then another run may have taken it over. */
  | {
      readonly kind: "refused";
      readonly refusal: Refusal;
      readonly trace: readonly TraceEntry[];
      readonly held?: Held | undefined;
    };

/**
 * Takes what is counted per text across all workers: caps of the recipient, then money. Both are asked in one turn of
 * the event loop, so they cost one round trip; where one refuses, the other's share is held. Asking again for the
 * same send takes nothing more. A process that dies in between leaves a reservation, which a sweep ends by the
 * journal.
 */
export interface ControlSend {
  /** The question that `take` asks, for whoever asks it together with others; undefined: it is refused without asking. */
  question(asked: Asker & { readonly id: string }, plan: SendPlan, send: number): ControlQuestion | undefined;
  /**
   * The rest of `take`, once the place was answered, and the money asked for where the place was there at once. `goes`: the
   * text is marked, and nothing of it may be taken back.
   */
  answer(question: ControlQuestion, place: RecipientAnswer, reserved: Reserved | undefined, goes?: boolean): Controlled;
  /** Rejects while the store is away: nothing is sent unchecked. */
  take(asked: Asker & { readonly id: string }, plan: SendPlan, send: number): Promise<Controlled>;
  /** The text went out: its money is spent. */
  spent(held: Held): Promise<void>;
  /** The text surely did not go out in this send; `forGood`: nor will it in another. */
  unsent(held: Held, forGood: boolean): Promise<void>;
  /** The message ended, and none of its sends went out: it counts towards no cap of its number. */
  neverSent(messageId: string, to: PhoneNumber): Promise<void>;
  /** The text may have gone out, and nobody knows: the money stays spent until somebody does. */
  doubted(held: Held): Promise<void>;
}

const frequency = (ask: RecipientAsk, answer: RecipientAnswer): TraceEntry => {
  if (answer.kind === "capped") {
    const { cap, count, freeAt } = answer;
    return {
      rule: `frequency/${cap.name}`,
      verdict: "refuse",
      observed: capText(cap, count),
      consequence: cappedText(cap, freeAt),
    };
  }
  const { counts, waitMs } = answer;
  const observed = ask.caps.map((cap, at) => capText(cap, counts[at]!)).join(", ") || "no cap";
  return waitMs > 0
    ? {
        rule: "frequency",
        verdict: "defer",
        observed,
        consequence: `it waits ${waitMs} ms: a number gets a text a second`,
      }
    : { rule: "frequency", verdict: "pass", observed, consequence: "the recipient may get it" };
};

const spend = ({ isCode, lines, micros }: Charge, reserved: Reserved): TraceEntry =>
  reserved.kind === "refused"
    ? {
        rule: `spend/${reserved.line.scope}`,
        verdict: "refuse",
        observed: `${micros} micro-USD`,
        consequence: shortText(reserved.line, reserved.standing, micros, isCode),
      }
    : {
        rule: "spend",
        verdict: "pass",
        observed: tightest(lines, reserved.standings),
        consequence: `${micros} micro-USD are reserved`,
      };

export const createControlSend = (needs: ControlNeeds): ControlSend => {
  const { accountWatch, clock, hashes, limits, moneyLedger, recipientLog } = needs;
  const monthOf = ({ lines }: Charge): number => lines.findIndex(({ scope }) => scope === "month");

  const monthAt = (charge: Charge, { standings }: Extract<Reserved, { kind: "reserved" }>) => {
    const at = monthOf(charge);
    return { ...standings[at]!, period: charge.lines[at]!.period };
  };

  const questionOf = (asked: Asker & { readonly id: string }, plan: SendPlan, send: number): ControlQuestion => {
    const now = limits();
    const charge = chargeOf(now, asked.id, send, plan, asked, clock.now().getTime());
    const place: RecipientAsk = {
      messageId: asked.id,
      class: plan.class,
      template: plan.template,
      caps: recipientCapsOf(now.recipient, plan.class, plan.template),
      spacingMs: spacingMs(plan.class),
      horizonMs: horizonMs(now.recipient),
    };
    const account = accountWatch.spend;
    const line = monthOf(charge);
    const watched =
      account === undefined ? undefined : { line, most: accountMost(account, charge.lines[line]!.period, plan.class) };
    return { plan, who: hashes.keyed(plan.to), place, charge, watched };
  };

  const answer: ControlSend["answer"] = ({ plan, who, place: ask, charge }, place, reserved, goes = false) => {
    const held = { charge, who };
    const trace = [frequency(ask, place), ...(reserved === undefined ? [] : [spend(charge, reserved)])];
    if (place.kind === "capped") {
      return {
        kind: "refused",
        refusal: refusalTexts.frequency(masked(plan.to), cappedText(place.cap, place.freeAt)),
        trace: trace.slice(0, 1),
        held: reserved?.kind === "reserved" ? held : undefined,
      };
    }
    if (reserved === undefined) return { kind: "allowed", held, waitMs: place.waitMs, trace };
    if (reserved.kind === "refused") {
      const { line, standing } = reserved;
      return {
        kind: "refused",
        refusal: refusalTexts.spend(shortText(line, standing, charge.micros, charge.isCode)),
        trace,
        held,
      };
    }
    const account = goes ? undefined : accountWatch.spend;
    if (account !== undefined && !fitsAccount(account, monthAt(charge, reserved), plan.class)) {
      const consequence = accountText(account, charge.micros, plan.class);
      const observed = `${charge.micros} micro-USD`;
      return {
        kind: "refused",
        refusal: refusalTexts.spend(consequence),
        trace: [trace[0]!, { rule: "spend/account/month", verdict: "refuse", observed, consequence }],
        held,
      };
    }
    return { kind: "allowed", held, waitMs: place.waitMs, trace };
  };

  return {
    question: (asked, plan, send) => (accountWatch.spentUp === undefined ? questionOf(asked, plan, send) : undefined),
    answer,
    take: async (asked, plan, send) => {
      const word = accountWatch.spentUp;
      if (word !== undefined) {
        const consequence = spentUpText(word);
        const rule = {
          rule: "spend/account/month",
          verdict: "refuse",
          observed: spentUpAt(word),
          consequence,
        } as const;
        return { kind: "refused", refusal: refusalTexts.spend(consequence), trace: [rule] };
      }
      const question = questionOf(asked, plan, send);
      const { charge, place, who } = question;
      return answer(question, ...(await Promise.all([recipientLog.take(who, place), moneyLedger.reserve(charge)])));
    },
    spent: ({ charge }) => moneyLedger.settle(charge, charge.micros),
    unsent: async ({ charge, who }, forGood) => {
      await Promise.all([
        moneyLedger.release(charge),
        ...(forGood ? [recipientLog.giveBack(who, charge.messageId)] : []),
      ]);
    },
    neverSent: (messageId, to) => recipientLog.giveBack(hashes.keyed(to), messageId),
    doubted: ({ charge }) => moneyLedger.doubt(charge),
  };
};
