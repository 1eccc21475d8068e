import { pauseWords } from "../../domain/campaign/pause-words.js";
import type { ControlSend } from "../controls/control-send.js";
import type { HoldMessage } from "../delivery/hold-message.js";
import { sleepOrStop } from "../delivery/stopped.js";
import type { Clock } from "../ports/clock.js";
import { Postponed } from "./postponed.js";

/** Longer waits belong to the ledger: parked in the schedule, a text would pass a pause. */
const longestMs = 5_000;

/** Holds a text of a campaign: short waits in process; longer ones go back to the ledger, as `Postponed`. */
export const createHoldRecipient =
  ({ clock }: { readonly clock: Clock }): HoldMessage =>
  async (_message, { until }, _told, stop) => {
    const ms = until - clock.now().getTime();
    if (ms > longestMs) throw new Postponed(until);
    await sleepOrStop(clock, Math.max(ms, 1), stop);
    return "over";
  };

/** Takes caps and money; money that lacks pauses the whole campaign, and refuses nobody. */
export const createControlRecipient = (controlSend: ControlSend): ControlSend => ({
  ...controlSend,
  take: async (asked, plan, send) => {
    const taken = await controlSend.take(asked, plan, send);
    if (taken.kind !== "refused" || taken.refusal.reason !== "spend-limit-reached") return taken;
    if (taken.held !== undefined) await controlSend.unsent(taken.held, false);
    const { campaign } = asked;
    const isOwn = taken.trace.some(({ rule }) => rule === `spend/campaign/${campaign?.id}`);
    throw new Postponed(
      0,
      isOwn && campaign?.budgetMicros !== undefined
        ? pauseWords.budget(campaign.budgetMicros)
        : pauseWords.spendLimit(taken.refusal.detail),
    );
  },
});
