import type { Because } from "./campaign-state.js";
import { usd } from "../money/usd.js";
import type { Bearable } from "./pause-rule.js";

/** The reasons for changes of a campaign's state, in sentences for the person who runs it. */
export const pauseWords = {
  done: (): Because => ({ kind: "done", detail: "Every recipient has an end" }),
  person: (who: string, did: string): Because => ({ kind: "person", detail: `${who} ${did} it` }),
  start: (at: string): Because => ({ kind: "start", detail: `It starts at ${at}` }),
  begun: (): Because => ({ kind: "start", detail: "The time of its start has come" }),
  end: (at: string): Because => ({
    kind: "end",
    detail: `Its end, ${at}, has passed; whoever still waited gets nothing`,
  }),
  failures: ({ most, window }: Bearable): Because => ({
    kind: "failures",
    detail: `The gateway's side failed more than ${most} of the last ${window} texts; look at their reasons, mend the cause, then resume`,
  }),
  optOuts: ({ most, window }: Bearable): Because => ({
    kind: "opt-outs",
    detail: `More than ${most} people opted out over the last ${window} texts; look at the text and at whom it goes to, then resume or cancel`,
  }),
  budget: (micros: number): Because => ({
    kind: "budget",
    detail: `Its budget of USD ${usd(micros)} is used up; resume it with a larger budgetMicros, or cancel the rest`,
  }),
  spendLimit: (detail: string): Because => ({ kind: "spend-limit", detail }),
  recipients: (): Because => ({
    kind: "recipients",
    detail:
      "Its recipients are no longer kept, or were kept under another SMS_HASH_KEY: bring that key back and resume, or cancel it and upload the file again for whoever still waits",
  }),
  template: (name: string): Because => ({
    kind: "template",
    detail: `The template ${name} is another one than at the start; resume to go on with the new one, or bring the old one back`,
  }),
} as const;
