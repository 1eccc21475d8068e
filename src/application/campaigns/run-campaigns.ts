import { goesOn } from "../../domain/campaign/goes-on.js";
import { pauseWords } from "../../domain/campaign/pause-words.js";
import { afterTurn, lineOf, nextTurn, type Turn } from "../../domain/campaign/fair-turn.js";
import { recipientCodes } from "../../domain/campaign/recipient-code.js";
import type { AudienceRow, Audiences } from "../ports/audiences.js";
import {
  type CampaignLedger,
  type CampaignRecord,
  type ChunkStates,
  chunkSize,
  type RecipientEnd,
  type TakenChunk,
} from "../ports/campaign-ledger.js";
import type { Clock } from "../ports/clock.js";
import type { ErrorLog } from "../ports/error-log.js";
import { variantPlaceOf } from "./campaign-message.js";
import { changedTemplate } from "./changed-template.js";
import type { OpensAt } from "./opens-at.js";
import { createRecoverRecipients } from "./recover-recipients.js";
import type { RunRecipients } from "./run-recipients.js";
import { createSettleCampaign } from "./settle-campaign.js";
import type { TellChanges } from "./tell-changes.js";

interface CampaignNeeds {
  readonly audiences: Audiences;
  readonly campaignLedger: CampaignLedger;
  readonly clock: Clock;
  readonly errorLog: ErrorLog;
  /** Texts of campaigns that may be in work at once. */
  readonly mostActive: number;
  readonly opensAt: OpensAt;
  readonly runRecipients: RunRecipients;
  readonly tellChanges: TellChanges;
  /** Versions of templates as they are now. */
  readonly versionOf: (template: string) => string | undefined;
}

/** Sends campaigns until `stop` aborts; resolves when the texts that it began have ended or are back in their ledgers. */
export type RunCampaigns = (stop: AbortSignal) => Promise<void>;

const lookEveryMs = 250;
const keepEveryMs = 4_000;
const leaseMs = 10_000;
const mostAtOnce = 32;
/** Rows that were read longer ago are read again: somebody may have been forgotten since. */
const freshMs = 1_000;

const endOf = ({ chunk, generations }: ChunkStates, position: number, code: number): RecipientEnd => ({
  index: chunk * chunkSize + position,
  generation: generations[position] ?? 0,
  code,
});

type Present = CampaignRecord & { readonly row: AudienceRow & { readonly to: string } };

export const createRunCampaigns = (needs: CampaignNeeds): RunCampaigns => {
  const { audiences, campaignLedger, clock, errorLog, mostActive, opensAt, runRecipients } = needs;
  /** Recipients that begin in one step of the ledger, while the others that may be in work still are. */
  const batch = Math.min(mostAtOnce, Math.ceil(mostActive / 2));
  const settleCampaign = createSettleCampaign(needs);
  const recoverRecipients = createRecoverRecipients(needs);
  /** Running campaigns as they were last read, with what ends their texts before the gateway is called. */
  const records = new Map<string, CampaignRecord>();
  const stops = new Map<string, AbortController>();
  /** Until when a campaign's own rate holds it back. */
  const heldUntil = new Map<string, number>();
  let line: readonly Turn[] = [];
  let keptAt = 0;

  const isChanged = (record: CampaignRecord): boolean => changedTemplate(record, needs.versionOf) !== undefined;

  /**
   * Reads every campaign that has work; texts of one that does not run any more are ended before the gateway is called.
   * Looks do nothing else: a pause holds within a second, however long an event or a dead worker's text takes.
   */
  const look = async (): Promise<void> => {
    const ids = await campaignLedger.active();
    const running = new Map<string, CampaignRecord>();
    for (const id of ids) {
      const record = await campaignLedger.read(id);
      if (record === undefined || !goesOn(record)) stops.get(id)?.abort();
      if (record === undefined) continue;
      if (record.state === "running") running.set(id, record);
    }
    for (const [id, stop] of stops) {
      if (!ids.includes(id)) stop.abort();
      if (stop.signal.aborted) stops.delete(id);
    }
    records.clear();
    for (const [id, record] of running) records.set(id, record);
    for (const id of heldUntil.keys()) if (!running.has(id)) heldUntil.delete(id);
    if (clock.monotonic() - keptAt < keepEveryMs) return;
    keptAt = clock.monotonic();
    for (const [id, chunks] of runRecipients.chunks) await campaignLedger.keep(id, [...chunks.keys()]);
  };

  const stopOf = (id: string): AbortSignal => {
    const known = stops.get(id);
    if (known !== undefined && !known.signal.aborted) return known.signal;
    const made = new AbortController();
    stops.set(id, made);
    return made.signal;
  };

  const settleAll = async (): Promise<void> => {
    for (const id of await campaignLedger.active()) await settleCampaign(id);
  };

  const recoverAll = async (stop: AbortSignal): Promise<void> => {
    for (const id of await campaignLedger.active()) if (!stop.aborted) await recoverRecipients(id, stop, stopOf);
  };

  /** While nobody waits behind it, the only campaign goes on to the end of the chunk that it took. */
  const atMost = (share: number): number => (records.size > 1 ? share : chunkSize);

  /** Begins up to `share` recipients of one chunk; rows behind those are left for the next turn. */
  const turnOf = async (record: CampaignRecord, taken: TakenChunk, share: number, stop: AbortSignal) => {
    const { campaignId: id, uploadId } = record.definition;
    let rows = await audiences.chunk(uploadId, taken.chunk);
    let readAt = clock.monotonic();
    if (rows === undefined) {
      await campaignLedger.change(id, ["running"], "paused", pauseWords.recipients());
      await campaignLedger.leave(id, taken, 0);
      return { used: 0, left: false };
    }
    const now = clock.now().getTime();
    let due = Number.POSITIVE_INFINITY;
    const cancelledAt = ({ position }: { readonly position: number }) =>
      endOf(taken, position, recipientCodes.cancelled);
    const forgotten: RecipientEnd[] = [];
    const ready: { readonly position: number; readonly row: Present["row"] }[] = [];
    for (const [position, code] of taken.codes.entries()) {
      if (ready.length > atMost(share)) break;
      const row = rows[position];
      if (code !== recipientCodes.waiting || row === undefined) continue;
      if (row.to === null) {
        forgotten.push(cancelledAt({ position }));
        continue;
      }
      const opens = row.fault === undefined ? opensAt(record.definition, row.to, now) : now;
      if (opens > now) due = Math.min(due, opens);
      else ready.push({ position, row: { ...row, to: row.to } });
    }
    await campaignLedger.end(id, forgotten);
    let used = 0;
    let waitMs = 0;
    const campaignStop = stopOf(id);
    while (used < Math.min(atMost(share), ready.length) && waitMs === 0 && !stop.aborted && !campaignStop.aborted) {
      const next = ready.slice(used, Math.min(used + batch, atMost(share)));
      await runRecipients.room(mostActive - batch);
      if (clock.monotonic() - readAt > freshMs) {
        rows = await audiences.chunk(uploadId, taken.chunk);
        readAt = clock.monotonic();
        if (rows === undefined) break;
      }
      const isThere = ({ position }: (typeof ready)[number]): boolean => rows?.[position]?.to !== null;
      const some = next.filter(isThere);
      await campaignLedger.end(id, next.filter((one) => !isThere(one)).map(cancelledAt));
      const begun = await campaignLedger.begin(
        id,
        taken,
        some.map(({ position }) => position),
        some.map(({ row }) => variantPlaceOf(record.definition, row.to)),
      );
      if (begun.kind === "stop") break;
      for (const position of begun.positions) {
        const { row } = some.find((one) => one.position === position)!;
        const generation = taken.generations[position] ?? 0;
        runRecipients.begin({ record, row, index: taken.chunk * chunkSize + position, generation }, campaignStop);
      }
      used += begun.waitMs > 0 ? begun.positions.length : next.length;
      waitMs = begun.waitMs;
    }
    const left = used < ready.length;
    const closedMs = Number.isFinite(due) ? Math.max(due - now, 0) : undefined;
    await campaignLedger.leave(id, taken, left ? waitMs : closedMs);
    if (waitMs > 0) heldUntil.set(id, clock.monotonic() + waitMs);
    return { used, left };
  };

  /** True if somebody's recipients began. */
  const takeTurn = async (stop: AbortSignal): Promise<boolean> => {
    const now = clock.monotonic();
    const free = [...records.values()].filter(
      ({ definition: { campaignId } }) => (heldUntil.get(campaignId) ?? 0) <= now,
    );
    line = lineOf(
      line,
      free.map(({ definition: { campaignId, weight } }) => ({ id: campaignId, weight })),
    );
    for (let tried = 0; tried < free.length && !stop.aborted; tried += 1) {
      const next = nextTurn(line);
      if (next === undefined) return false;
      const taken = await campaignLedger.take(next.turn.id, leaseMs);
      // Read again: what was read before the chunk may be of before a pause, with other terms.
      const record = taken && (await campaignLedger.read(next.turn.id));
      if (record === undefined || taken === undefined || isChanged(record)) {
        if (taken !== undefined) await campaignLedger.leave(next.turn.id, taken, 0);
        line = afterTurn(next.rest, next.turn, 0, false);
        continue;
      }
      const { left, used } = await turnOf(record, taken, Math.max(Math.floor(next.turn.deficit), 1), stop);
      line = afterTurn(next.rest, next.turn, used, left);
      if (used > 0) return true;
    }
    return false;
  };

  return async (stop) => {
    const endAll = () => {
      for (const one of stops.values()) one.abort();
    };
    stop.addEventListener("abort", endAll, { once: true });
    /** Each at its own pace until the stop, and again after a fault. */
    const keepOn = async (everyMs: number, work: () => Promise<void>, fault: (error: unknown) => void) => {
      while (!stop.aborted) {
        await work().catch(fault);
        await clock.sleep(everyMs, stop);
      }
    };
    const caught = (text: string) => (error: unknown) => errorLog.caught("dispatch", error, {}, text);
    const away = caught("the ledger of campaigns does not answer");
    const beside = [
      keepOn(lookEveryMs, look, (error) => {
        endAll();
        away(error);
      }),
      keepOn(lookEveryMs, settleAll, caught("a campaign's state could not be settled or told; it is tried again")),
      keepOn(keepEveryMs, () => recoverAll(stop), caught("what a dead worker left of a campaign is looked for again")),
    ];
    while (!stop.aborted) {
      const went = await takeTurn(stop).catch((error: unknown) => {
        errorLog.caught("dispatch", error, {}, "a campaign's turn could not be taken; it comes again");
        return false;
      });
      if (!went) await clock.sleep(lookEveryMs, stop);
    }
    await Promise.all(beside);
    endAll();
    await runRecipients.drain();
  };
};
