import { errorName } from "../../domain/error-name.js";
import { backoff } from "../../domain/backoff.js";
import type { Clock } from "../ports/clock.js";
import type { ConsentLedger } from "../ports/consent-ledger.js";
import type { ConsentLog } from "../ports/consent-log.js";
import type { Log } from "../ports/log.js";
import { loggedEntries } from "./publish-consent.js";

interface RebuildNeeds {
  readonly clock: Clock;
  readonly consentLedger: ConsentLedger;
  readonly consentLog: ConsentLog;
  readonly log: Log;
}

export interface RebuildLedger {
  /**
   * Reads the rest of `sms.consent` into the ledger, all of it where the ledger was emptied; retries until the ledger
   * is whole or `stop` aborts. A second call joins the run under way. Replay changes nothing that is there.
   */
  run(stop: AbortSignal): Promise<void>;
  /** Empty, or that it is under way, with how far it has come. */
  troubles(): readonly string[];
}

const retryMs = backoff(500, 10_000);
const toldEveryMs = 5_000;

export const createRebuildLedger = ({ clock, consentLedger, consentLog, log }: RebuildNeeds): RebuildLedger => {
  let running: Promise<void> | undefined;
  let progress: { read: number; total: number } | undefined;

  const replay = async (): Promise<void> => {
    const known = await consentLedger.position();
    if (known === undefined) progress = { read: 0, total: 0 };
    const began = clock.monotonic();
    let toldAt = began;
    let unreadable = 0;
    let merging: Promise<void> = Promise.resolve();
    const position = await consentLog.replay(known, async (batch, come) => {
      const entries = batch.map(loggedEntries);
      const readable = entries.filter((one) => one !== undefined);
      unreadable += entries.length - readable.length;
      // One batch is merged while the next is read.
      await merging;
      merging = consentLedger.recordAll(readable);
      merging.catch(() => undefined);
      if (known === undefined) progress = { ...come };
      if (clock.monotonic() - toldAt < toldEveryMs) return;
      toldAt = clock.monotonic();
      log.info({ ...come }, "the consent ledger is read again from sms.consent");
    });
    await merging;
    if (unreadable > 0) log.warn({ unreadable }, "records of sms.consent could not be read");
    if (known === position) return;
    await consentLedger.rebuilt(position);
    log.info({ ms: Math.round(clock.monotonic() - began), position }, "the consent ledger is whole");
  };

  const untilWhole = async (stop: AbortSignal): Promise<void> => {
    for (let failed = 0; !stop.aborted; failed += 1) {
      try {
        await replay();
        progress = undefined;
        return;
      } catch (error) {
        const cause = errorName(error);
        log.warn({ cause }, "the consent ledger could not be read again; trying again");
        await clock.sleep(retryMs(failed), stop);
      }
    }
  };

  return {
    run: (stop) => {
      running ??= untilWhole(stop).finally(() => {
        running = undefined;
      });
      return running;
    },
    troubles: () =>
      progress === undefined
        ? []
        : [`the consent ledger is being rebuilt from sms.consent: ${progress.read} of ${progress.total} records`],
  };
};
