import type { RecipientLog } from "../../../application/ports/recipient-log.js";
import { capsText } from "./caps-text.js";
import type { RecipientAnswer } from "../../../domain/rate/recipient-step.js";
import type { Step, StepAnswer } from "../journal/batched-steps.js";

type Ask = Parameters<RecipientLog["take"]>[1];

/** The step that gives a text its place among those to the number: asked for, and read. It answers `taken` where the text may go at once. */
export const recipientTake = {
  step: (who: string, { caps, horizonMs, messageId, spacingMs }: Ask): Step => ({
    op: "recipientTake",
    tag: `to-${who[0]}`,
    keys: [who],
    args: [messageId, String(spacingMs), String(horizonMs), capsText(caps)],
  }),
  answer: ({ caps }: Ask, [word, first, second, freeAt]: StepAnswer): RecipientAnswer =>
    String(word) === "capped"
      ? { kind: "capped", cap: caps[Number(first) - 1]!, count: Number(second), freeAt: Number(String(freeAt)) }
      : { kind: "taken", waitMs: Number(first), counts: (second as readonly unknown[]).map(Number) },
};
