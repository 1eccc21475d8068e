import type { Departed, Departures } from "../../application/ports/departures.js";
import type { Chain, StepAnswer } from "./journal/batched-steps.js";
import { journalOpen } from "./journal/journal-open.js";
import type { OpenOutcome } from "./journal/open-outcome.js";
import { journalMark } from "./journal/journal-mark.js";
import { moneyReserve } from "./money/money-reserve.js";
import { recipientTake } from "./rate/recipient-take.js";

interface DeparturesNeeds {
  readonly chain: Chain;
  /** This process, as its claims name it. */
  readonly asker: string;
  readonly nextAsked: () => number;
  readonly openOutcome: OpenOutcome;
}

const ran = (answer: StepAnswer | undefined): StepAnswer | undefined =>
  answer?.[0] === "skipped" ? undefined : answer;

/** Departures on one server, which runs all steps in one call. */
export const createRedisDepartures = ({ chain, asker, nextAsked, openOutcome }: DeparturesNeeds): Departures => ({
  begin: (ask) => {
    const { id, source, policy, keepUntil, payload, openLeaseMs, sendLeaseMs, who, place, charge, watched } = ask;
    const claim = { id, source, policy, leaseMs: openLeaseMs, keepUntil, payload, asker, asked: nextAsked(), dead: "" };
    const steps = [
      journalOpen.step(claim),
      { ...recipientTake.step(who, place), only: "first" },
      { ...moneyReserve.step(charge, watched), only: "taken" },
      // No token: the one of the claim before it.
      { ...journalMark.step({ id, token: "", attempt: 1, asker, leaseMs: sendLeaseMs }), only: "reserved" },
    ];
    return async (): Promise<Departed> => {
      const [opened, placed, reserved, marked] = (await chain(steps)).map(ran);
      return {
        opened: journalOpen.answer(opened!, (sealed) => openOutcome(id, sealed)),
        place: placed === undefined ? undefined : recipientTake.answer(place, placed),
        reserved: reserved === undefined ? undefined : moneyReserve.answer(charge, reserved),
        marked: marked?.[0] === "ok",
      };
    };
  },
});
