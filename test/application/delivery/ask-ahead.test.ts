import { describe, expect, test } from "vitest";
import { JournalUnavailable } from "../../../src/application/ports/journal.js";
import type { RecipientFacts } from "../../../src/domain/decision/recipient-facts.js";
import { settled } from "../../support/manual-clock.js";
import { openSpine } from "../../support/spine.js";

const optedOut: RecipientFacts = { optedOut: { since: new Date("2026-11-22T09:00:00Z"), source: "keyword" } };

/** A spine whose question about the recipient is answered as a test says; `asked`: when, beside the journal's steps. */
const asking = (answer: () => Promise<RecipientFacts>) => {
  const asked: string[] = [];
  const spine = openSpine({
    gatherFacts: () => {
      asked.push("recipient");
      return answer();
    },
  });
  spine.troubled.onStep = (name) => asked.push(name);
  const run = async (message = spine.aMessage()) => {
    await spine.clock.until(spine.deliverMessage(message, "t/0/1", spine.never));
    return spine.outcomes().at(-1);
  };
  return { ...spine, asked, run };
};

test("the recipient is asked about in the turn of the claim: a text costs no round trip more for it", async () => {
  const { asked, run } = asking(async () => ({}));
  expect(await run()).toMatchObject({ status: "sent" });
  expect(asked.slice(0, 3)).toEqual(["recipient", "open", "mark"]);
  expect(asked.filter((step) => step === "recipient")).toHaveLength(1);
});

test("whoever opted out is refused by that answer", async () => {
  const { gateway, run } = asking(async () => optedOut);
  expect(await run()).toMatchObject({ reason: "opted-out" });
  expect(gateway.calls).toEqual([]);
});

test("an answer from before a long wait for the claim is asked for again: a STOP may have come since", async () => {
  let now: RecipientFacts = {};
  const { aMessage, clock, deliverMessage, gateway, journal, never, outcomes } = asking(async () => now);
  const message = aMessage();
  await journal.open(message.id, "t/0/9", "resend-once", 5_000, clock.now());
  const run = deliverMessage(message, "t/0/1", never);
  await settled();
  now = optedOut;
  await clock.until(run);
  expect([outcomes()[0]?.["reason"], gateway.calls.length]).toEqual(["opted-out", 0]);
});

describe("while the store is away", () => {
  test("nothing is sent unchecked, nobody is refused, and all go once it is back", async () => {
    let away = true;
    const { aMessage, clock, deliverMessage, gateway, never, outcomes } = asking(async () => {
      if (away) throw new JournalUnavailable("no answer");
      return {};
    });
    const handled = Array.from({ length: 20 }, async () => {
      const message = aMessage();
      // As the dispatcher does: an event that could not be completed is tried again.
      for (;;) {
        try {
          return await deliverMessage(message, "t/0/1", never);
        } catch (error) {
          if (!(error instanceof JournalUnavailable)) throw error;
          await clock.sleep(500);
        }
      }
    });
    await clock.advance(20_000);
    expect([gateway.calls.length, outcomes()]).toEqual([0, []]);
    away = false;
    await clock.until(Promise.all(handled));
    expect(outcomes().map(({ status }) => status)).toEqual(Array(20).fill("sent"));
    expect(gateway.received).toHaveLength(20);
  });
});
