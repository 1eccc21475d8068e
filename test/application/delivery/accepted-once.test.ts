import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Journal } from "../../../src/application/ports/journal.js";
import type { CrashPolicy } from "../../../src/domain/message-class.js";
import { runs } from "../../support/property-runs.js";
import { openSpine } from "../../support/spine.js";
import type { Trouble } from "../../support/troubled-journal.js";

const source = "order.created/0/1";
const day = 24 * 3_600_000;

/** As the dispatcher does it: a run that fails is run again, until one resolves. */
const toEnd = async (spine: ReturnType<typeof openSpine>) => {
  const message = spine.aMessage();
  const run = async () => {
    for (;;) {
      try {
        return await spine.deliverMessage(message, source, spine.never);
      } catch {
        await spine.clock.sleep(100);
      }
    }
  };
  const delivered = await spine.clock.until(run(), day);
  return { delivered, message };
};

describe("a text that the gateway took", () => {
  test("goes once, whatever the journal's store answers at any step, once or for a minute", async () => {
    const steps = fc.constantFrom<keyof Journal>("open", "mark", "settle");
    const trouble = fc.constantFrom<Trouble>("before", "after", "error-before", "error-after");
    const troubles = fc.array(fc.tuple(steps, trouble, fc.constantFrom(1, 60)), { minLength: 1, maxLength: 3 });
    const policies = fc.constantFrom<CrashPolicy>("resend-once", "never-resend");
    await fc.assert(
      fc.asyncProperty(troubles, policies, async (all, policy) => {
        const spine = openSpine({ policy });
        for (const [step, when, times] of all) spine.troubled.trouble(step, ...Array<Trouble>(times).fill(when));
        const { delivered } = await toEnd(spine);
        expect(delivered).toMatchObject({ kind: "settled", state: "sent" });
        expect(spine.gateway.received).toHaveLength(1);
        expect(new Set(spine.published.map(({ headers }) => headers["ce_id"])).size).toBe(1);
      }),
      { numRuns: runs(200) },
    );
  });

  test("is not sent again where the journal no longer knows of the claim: it is settled under the next one", async () => {
    const spine = openSpine();
    spine.troubled.answer("settle", "stale", 1);
    const { delivered } = await toEnd(spine);
    expect(delivered).toMatchObject({ kind: "settled", state: "sent" });
    expect(spine.gateway.received).toHaveLength(1);
    expect(spine.outcomes()).toMatchObject([{ status: "sent", providerMessageId: "p-1" }]);
  });
});

test("ten seconds of answers of which nobody knows leave few of 300 texts in doubt, and all others go", async () => {
  const spine = openSpine({ slots: 64 });
  spine.gateway.byDefault = "500";
  const messages = Array.from({ length: 300 }, () => spine.aMessage());
  const sent = Promise.all(messages.map((message) => spine.deliverMessage(message, source, spine.never)));
  await spine.clock.advance(10_000);
  spine.gateway.byDefault = "ok";
  await spine.clock.until(sent, day);
  const doubtful = spine.outcomes().filter(({ reason }) => reason === "outcome-unknown");
  console.log(`${doubtful.length} of ${messages.length} in doubt, ${spine.gateway.calls.length} calls`);
  expect(doubtful.length).toBeLessThanOrEqual(100);
  expect(spine.gateway.received).toHaveLength(messages.length - doubtful.length);
  expect(spine.changes).toEqual(["ambiguous open", "ambiguous closed"]);
});
