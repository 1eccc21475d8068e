import { errorName } from "../../domain/error-name.js";
import { backoff } from "../../domain/backoff.js";
import { furtherOf, type LoggedMessage } from "../../domain/log/logged-message.js";
import type { Clock } from "../ports/clock.js";
import type { Assignment, EventReceiver, EventRecord } from "../ports/event-source.js";
import type { Hashes } from "../ports/hashes.js";
import type { Log } from "../ports/log.js";
import type { MessageLog } from "../ports/message-log.js";
import { readReport } from "./read-report.js";

interface FillNeeds {
  readonly clock: Clock;
  readonly hashes: Hashes;
  readonly log: Log;
  readonly messageLog: Pick<MessageLog, "record">;
}

interface Waiting {
  readonly assignment: Assignment;
  readonly record: EventRecord;
}

/** Records of one write. */
const batchSize = 1_000;
/** More waiting records than this pause their partitions, so that a log that is away costs no memory. */
const pauseAbove = 10_000;
const resumeBelow = 2_000;
const waitMs = backoff(100, 10_000);

/** One row a message: a write may not touch a row twice. */
const merged = (reports: readonly LoggedMessage[]): readonly LoggedMessage[] => {
  const rows = new Map<string, LoggedMessage>();
  for (const report of reports) {
    const known = rows.get(report.messageId);
    rows.set(report.messageId, known === undefined ? report : furtherOf(known, report));
  }
  return [...rows.values()];
};

/**
 * Writes the outcome topics into the message log, in batches, apart from sending: a log that is away is retried for
 * ever, and its offsets stay where they are.
 */
export class LogFiller implements EventReceiver {
  readonly #needs: FillNeeds;
  readonly #stop = new AbortController();
  #waiting: Waiting[] = [];
  #paused = new Set<Assignment>();
  #current = new Set<Assignment>();
  #working: Promise<void> | undefined;

  constructor(needs: FillNeeds) {
    this.#needs = needs;
  }

  assigned(assignments: readonly Assignment[]): void {
    this.#current = new Set(assignments);
    this.#paused = new Set();
    this.#waiting = [];
  }

  deliver(assignment: Assignment, records: readonly EventRecord[]): void {
    for (const record of records) this.#waiting.push({ assignment, record });
    if (this.#waiting.length > pauseAbove && !this.#paused.has(assignment)) {
      this.#paused.add(assignment);
      assignment.pause();
    }
    this.#working ??= this.#work();
  }

  /** Age of the oldest record that is not written yet, in seconds; 0 where nothing waits. */
  lagSeconds(): number {
    const oldest = this.#waiting[0];
    return oldest === undefined
      ? 0
      : Math.max(0, this.#needs.clock.now().getTime() - oldest.record.timestamp.getTime()) / 1_000;
  }

  /** Writes nothing more; resolves once the write in work has ended. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#working;
  }

  async #work(): Promise<void> {
    let failed = 0;
    while (this.#waiting.length > 0 && !this.#stop.signal.aborted) {
      const batch = this.#waiting.slice(0, batchSize);
      if (await this.#write(batch, failed === 0)) {
        failed = 0;
        this.#complete(batch);
      } else {
        await this.#needs.clock.sleep(waitMs(failed), this.#stop.signal);
        failed += 1;
      }
    }
    this.#working = undefined;
  }

  async #write(batch: readonly Waiting[], first: boolean): Promise<boolean> {
    const { hashes, log, messageLog } = this.#needs;
    const reports = batch.flatMap(({ record }) => readReport(hashes, record) ?? []);
    try {
      if (reports.length > 0) await messageLog.record(merged(reports));
      return true;
    } catch (error) {
      const cause = errorName(error);
      log[first ? "warn" : "debug"]({ cause }, "the message log takes nothing; its rows wait, texts go on");
      return false;
    }
  }

  /** Offsets complete once their rows are written; those of an assignment that is over are another worker's now. */
  #complete(batch: readonly Waiting[]): void {
    const ends = new Map<Assignment, bigint>();
    for (const { assignment, record } of batch) ends.set(assignment, record.offset + 1n);
    for (const [assignment, next] of ends) if (this.#current.has(assignment)) assignment.commit(next);
    // A newer assignment has begun a list of its own.
    if (this.#waiting[0] === batch[0]) this.#waiting = this.#waiting.slice(batch.length);
    if (this.#waiting.length > resumeBelow) return;
    for (const assignment of this.#paused) assignment.resume();
    this.#paused.clear();
  }
}
