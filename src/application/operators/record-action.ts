import type { AuditedAction } from "../../domain/audit/audit-entry.js";
import type { AuditTrail } from "../ports/audit-trail.js";
import type { Clock } from "../ports/clock.js";
import type { Log } from "../ports/log.js";
import type { Randomness } from "../ports/randomness.js";

interface RecordNeeds {
  readonly auditTrail: Pick<AuditTrail, "append">;
  readonly clock: Pick<Clock, "now" | "sleep">;
  readonly log: Pick<Log, "info" | "warn">;
  readonly randomness: Pick<Randomness, "uuid">;
  readonly stopping: AbortController;
}

/**
 * Writes an operator's action into the log and the trail; waits 2 s for the trail. While the trail's store is away the
 * action waits in this process, in its order, and is tried again: an emergency must not wait for the audit. Never rejects.
 */
export type RecordAction = (action: Omit<AuditedAction, "at">) => Promise<void>;

const patienceMs = 2_000;
const againMs = 5_000;
const mostWaiting = 1_000;

export const createRecordAction = ({ auditTrail, clock, log, randomness, stopping }: RecordNeeds): RecordAction => {
  /** The id is the same for each try: one whose answer was lost may have been written. */
  const waiting: { readonly id: string; readonly action: AuditedAction }[] = [];
  let turn = Promise.resolve(true);
  let isAway = false;

  /** True once nothing waits. */
  const write = async (): Promise<boolean> => {
    for (let first = waiting[0]; first !== undefined; first = waiting[0]) {
      const written = await auditTrail.append(first.action, first.id).then(
        () => true,
        () => false,
      );
      if (!written) return false;
      waiting.shift();
    }
    return true;
  };
  const writeInTurn = (): Promise<boolean> => {
    turn = turn.then(write);
    return turn;
  };
  const keepTrying = async (): Promise<void> => {
    isAway = true;
    log.warn({ waiting: waiting.length }, "the audit trail is away; operators' actions wait for it");
    while (!stopping.signal.aborted && !(await writeInTurn())) await clock.sleep(againMs, stopping.signal);
    isAway = false;
  };

  return async (told) => {
    const action = { ...told, at: clock.now() };
    log.info({ audit: action }, "an operator's action");
    if (waiting.length >= mostWaiting) {
      log.warn({ audit: action }, "the audit trail is away too long: this action stands in this log alone");
      return;
    }
    waiting.push({ id: randomness.uuid(), action });
    if (isAway) return;
    const over = new AbortController();
    const written = writeInTurn().then((done) => {
      if (!done && !isAway) void keepTrying();
    });
    await Promise.race([written, clock.sleep(patienceMs, over.signal)]);
    over.abort();
  };
};
