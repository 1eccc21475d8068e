import { expect } from "vitest";
import type { Asked, Fleet } from "./fleet.js";

/** What a bad day may cost, and no more. */
export interface Bounds {
  /** Resend-once messages that were `sending` when something died: each may be a double. */
  readonly mayDouble: number;
}

const unknown = "outcome-unknown";

/** Every event has one outcome or stands in doubt; the gateway accepted no more than policy allows; prints the counts. */
export const expectPromisesKept = async (
  fleet: Fleet,
  asked: readonly Asked[],
  name: string,
  { mayDouble }: Bounds,
): Promise<void> => {
  const [outcomes, accepted] = [fleet.outcomes(), await fleet.accepted()];
  const tally = { asked: asked.length, sent: 0, failed: 0, inDoubt: 0, lost: 0, extras: 0, mayDouble };
  const faults: string[] = [];
  for (const { messageId, text, class: of } of asked) {
    const found = outcomes.get(messageId) ?? [];
    const ids = new Map(found.map(({ ceId, value, raw }) => [ceId, { value, raw }]));
    const count = accepted.get(text) ?? 0;
    for (const { ceId, raw } of found)
      if (ids.get(ceId)?.raw !== raw) faults.push(`${messageId}: two outcomes under one id differ`);
    // A text in doubt may be proved sent by the run that was thought dead.
    const final = [...ids.values()].filter(({ value }) => value.reason !== unknown || ids.size === 1);
    if (final.length > 1) faults.push(`${messageId}: ${final.length} different outcomes`);
    const end = final[0]?.value;
    if (end === undefined) tally.lost += 1;
    else if (end.reason === unknown) tally.inDoubt += 1;
    else tally[end.status] += 1;
    if (end?.status === "sent" && count === 0) faults.push(`${messageId}: said sent, never accepted`);
    if (count > (of === "promotional" ? 1 : 2)) faults.push(`${messageId} (${of}): accepted ${count} times`);
    tally.extras += Math.max(0, count - 1);
  }
  console.log(`${name}: ${JSON.stringify(tally)}`);
  expect(faults).toEqual([]);
  expect(tally.lost).toBe(0);
  expect(tally.extras).toBeLessThanOrEqual(mayDouble);
};
