import { isListed } from "../../domain/consent/consent-standing.js";
import type { NumberConsent } from "../../domain/consent/number-consent.js";
import type { Clock } from "../ports/clock.js";
import type { ConsentLedger } from "../ports/consent-ledger.js";
import type { Hashes } from "../ports/hashes.js";
import { type OptOutList, OptOutListUnavailable } from "../ports/opt-out-list.js";
import type { Randomness } from "../ports/randomness.js";
import type { Sealing } from "../ports/sealing.js";
import type { SweepState, SweepStore } from "../ports/sweep-store.js";
import type { PublishConsent } from "./publish-consent.js";
import type { ReadWhole } from "./read-whole.js";
import { sealChoice } from "./seal-choice.js";

interface SweepNeeds {
  readonly clock: Clock;
  readonly consentLedger: ConsentLedger;
  readonly hashes: Hashes;
  readonly optOutList: OptOutList;
  readonly publishConsent: PublishConsent;
  readonly randomness: Randomness;
  readonly readWhole: ReadWhole;
  readonly sealing: Sealing;
  readonly sweepStore: SweepStore;
}

export type Swept =
  | {
      readonly kind: "complete";
      readonly pages: number;
      readonly numbers: number;
      readonly added: number;
      readonly removed: number;
    }
  /** Another worker has it. */
  | { readonly kind: "held" }
  /** `stop` aborted: the next sweep goes on at this page. */
  | { readonly kind: "stopped"; readonly pages: number };

/**
 * Reads AWS's whole list into the ledger, page by page, or goes on where a sweep broke off. Listed numbers are added
 * at once; numbers that left the list are told only by a sweep that saw all of it. A run whose page is refused begins
 * at the first one, once. Rejects where the list or a store stays away: the next run goes on at the same page.
 */
export type SweepOptOuts = (stop: AbortSignal) => Promise<Swept>;

/** SNS allows 10 calls a second of the account, which others use too. */
const betweenCallsMs = 200;
const leaseMs = 60_000;
/** A page's token expires after this time: the sweep begins again. */
const longestSweepMs = 24 * 3_600_000;
const tries = 5;
const firstRetryMs = 1_000;

const isRefused = (error: unknown): boolean => error instanceof OptOutListUnavailable && error.refused && !error.retry;

/** A number of the list; `to` is undefined once it left the list. */
interface Listed {
  readonly who: string;
  readonly to: string | undefined;
}

export const createSweepOptOuts = (needs: SweepNeeds): SweepOptOuts => {
  const { clock, consentLedger, hashes, optOutList, publishConsent, randomness } = needs;
  const { readWhole, sealing, sweepStore } = needs;

  /** The list's word on a number. AWS gives no instant: it was so when the sweep began, or later. */
  const record = async ({ who, to }: Listed, sweep: SweepState, out: boolean, known: NumberConsent): Promise<void> => {
    const evidenceId = hashes.uuid(`consent\naws\n${who}\n${sweep.generation}\n${sweep.startedAt}\n${out}`);
    const state = out ? "opted-out" : "opted-in";
    const told = { evidenceId, class: "all", state, at: sweep.startedAt, source: "aws", by: null } as const;
    const entry = sealChoice({ hashes, sealing }, { who, to }, told, {}, known);
    await publishConsent(who, "all", await consentLedger.record({ who, entries: [entry] }));
  };

  const add = async (numbers: readonly string[], sweep: SweepState): Promise<number> => {
    const whos = numbers.map((to) => ({ to, who: hashes.keyed(to) }));
    const known = await Promise.all(whos.map(({ who }) => readWhole(who)));
    const fresh = whos.flatMap((one, at) => (isListed(known[at]!) ? [] : [{ one, consent: known[at]! }]));
    await Promise.all(fresh.map(({ one, consent }) => record(one, sweep, true, consent)));
    await consentLedger.seen(
      whos.map(({ who }) => who),
      sweep.generation,
    );
    return fresh.length;
  };

  const remove = async (sweep: SweepState): Promise<number> => {
    const gone = await consentLedger.unseen(sweep.generation);
    for (const who of gone) await record({ who, to: undefined }, sweep, false, await readWhole(who));
    return gone.length;
  };

  const pageOf = async (next: string | undefined, stop: AbortSignal) => {
    for (let left = tries, waitMs = firstRetryMs; ; left -= 1, waitMs *= 2)
      try {
        return await optOutList.page(next);
      } catch (error) {
        if (!(error instanceof OptOutListUnavailable) || !error.retry || left <= 1 || stop.aborted) throw error;
        await clock.sleep(waitMs, stop);
      }
  };

  const begun = (last: SweepState): SweepState => ({
    ...last,
    ...{ generation: last.generation + 1, startedAt: clock.now().getTime() },
    ...{ next: undefined, pages: 0, numbers: 0, running: true },
  });

  return async (stop) => {
    const holder = randomness.uuid();
    const held = await sweepStore.hold(holder, leaseMs);
    if (held === undefined) return { kind: "held" };
    const goesOn = held.running && clock.now().getTime() - held.startedAt < longestSweepMs;
    let sweep = goesOn ? held : begun(held);
    let beganAgain = false;
    let added = 0;
    while (!stop.aborted) {
      const page = await pageOf(sweep.next, stop).catch((error: unknown) => {
        if (beganAgain || sweep.next === undefined || !isRefused(error)) throw error;
      });
      if (page === undefined) {
        // The place in the list is refused, as one that expired is.
        sweep = begun(sweep);
        beganAgain = true;
        continue;
      }
      const { numbers, next } = page;
      added += await add(numbers, sweep);
      sweep = { ...sweep, next, pages: sweep.pages + 1, numbers: sweep.numbers + numbers.length };
      if (next === undefined) {
        const removed = await remove(sweep);
        sweep = { ...sweep, running: false, completedAt: clock.now().getTime() };
        await sweepStore.save(holder, sweep);
        return { kind: "complete", pages: sweep.pages, numbers: sweep.numbers, added, removed };
      }
      if (!(await sweepStore.save(holder, sweep)) || (await sweepStore.hold(holder, leaseMs)) === undefined)
        return { kind: "held" };
      await clock.sleep(betweenCallsMs, stop);
    }
    return { kind: "stopped", pages: sweep.pages };
  };
};
