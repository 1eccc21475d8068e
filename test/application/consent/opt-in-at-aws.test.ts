import { expect, test } from "vitest";
import { createOptInAtAws } from "../../../src/application/consent/opt-in-at-aws.js";
import type { ConsentLedger } from "../../../src/application/ports/consent-ledger.js";
import { JournalUnavailable } from "../../../src/application/ports/journal.js";
import { OptOutListUnavailable } from "../../../src/application/ports/opt-out-list.js";
import { consentStage } from "../../support/consent-stage.js";

const to = "+919876543210";

const optingIn = () => {
  const stage = consentStage();
  const calls: string[] = [];
  /** Next faults of AWS, and next calls of the ledger that are done but whose answer is lost. */
  const faults: Error[] = [];
  const lost = new Set<string>();
  const consentLedger = new Proxy(stage.consentLedger, {
    get:
      (ledger, name: keyof ConsentLedger) =>
      async (...args: never[]) => {
        const answer = await (ledger[name] as (...args: never[]) => Promise<unknown>)(...args);
        if (lost.delete(name)) throw new JournalUnavailable("Redis did not answer within 2000 ms");
        return answer;
      },
  });
  const optOutList = {
    page: async () => ({ numbers: [], next: undefined }),
    optIn: async (number: string) => {
      calls.push(number);
      const fault = faults.shift();
      if (fault !== undefined) throw fault;
    },
  };
  return { calls, clock: stage.clock, faults, lost, optIn: createOptInAtAws({ ...stage, consentLedger, optOutList }) };
};

test("a claim whose answer is lost holds for a minute, not for 30 days: AWS was not asked", async () => {
  const { calls, clock, lost, optIn } = optingIn();
  lost.add("claimOptIn");
  await expect(optIn(to)).rejects.toThrow("did not answer");
  expect(calls).toEqual([]);
  await clock.advance(60_000);
  expect(await optIn(to)).toEqual({ kind: "done" });
  const from = new Date(clock.now().getTime() + 30 * 24 * 3_600_000);
  await clock.advance(60_000);
  expect(await optIn(to)).toEqual({ kind: "too-early", from });
  expect(calls).toEqual([to]);
});

test("what AWS refuses may be tried again at once; without its answer, in 30 days", async () => {
  const { calls, clock, faults, optIn } = optingIn();
  faults.push(new OptOutListUnavailable("Throttled, HTTP 400", true, true), new OptOutListUnavailable("cut", true));
  await expect(optIn(to)).rejects.toThrow("Throttled");
  await expect(optIn(to)).rejects.toThrow("cut");
  await clock.advance(60_000);
  expect(await optIn(to)).toMatchObject({ kind: "too-early" });
  expect(calls).toHaveLength(2);
});

test("what AWS did is done, although the ledger does not answer afterwards", async () => {
  const { lost, optIn } = optingIn();
  lost.add("endOptIn");
  expect(await optIn(to)).toEqual({ kind: "done" });
});
