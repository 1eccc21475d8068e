import { expect, test } from "vitest";
import type { ManualClock } from "../../support/manual-clock.js";
import { openSpine } from "../../support/spine.js";

const hourMs = 3_600_000;
const sendAtOf = (clock: ManualClock, days: number) => new Date(clock.now().getTime() + days * 24 * hourMs);

test.each([
  ["no time of its own", () => undefined, 168],
  ["a time for which nothing waits", () => new Date("9999-12-31T23:59:59Z"), 168],
  ["a time for which it could wait", (clock: ManualClock) => sendAtOf(clock, 20), (20 + 7) * 24],
])("a text that was refused is remembered a week, or as long after its time: %s", async (_, sendAt, hours) => {
  const { aMessage, clock, deliverMessage, journal, never, outcomes } = openSpine();
  const message = aMessage({ to: "+91", sendAt: sendAt(clock) });
  await clock.until(deliverMessage(message, "t/0/1", never));
  expect(outcomes()).toMatchObject([{ status: "failed" }]);
  await clock.advance((hours - 1) * hourMs);
  expect(await journal.read(message.id)).toMatchObject({ state: "failed" });
  await clock.advance(2 * hourMs);
  expect(await journal.read(message.id)).toBeUndefined();
});

test.each([
  ["goes on", undefined, "sent"],
  ["is over", true, "outcome-unknown"],
])("a text that a dead worker left, of a campaign that %s", async (_, isOver, end) => {
  const { aMessage, clock, deliverMessage, journal, never, outcomes } = openSpine({ policy: "resend-once" });
  const message = { ...aMessage(), campaign: { id: "c", budgetMicros: undefined, isOver } };
  const claim = await journal.open(message.id, "t/0/1", "resend-once", 20_000, clock.now());
  if (claim.kind !== "go") throw new Error(claim.kind);
  await journal.mark(message.id, claim.token, 1, 10_000);
  await clock.until(deliverMessage(message, "t/0/1", never));
  expect(outcomes().map(({ reason, status }) => reason ?? status)).toEqual([end]);
});
