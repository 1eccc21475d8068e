import type { ControlSend } from "../controls/control-send.js";
import type { DeliverMessage } from "../delivery/deliver-message.js";
import type { Because } from "../../domain/campaign/campaign-state.js";
import { goesOn } from "../../domain/campaign/goes-on.js";
import type { CrashPolicy, MessageClass } from "../../domain/message-class.js";
import { recipientCodes } from "../../domain/campaign/recipient-code.js";
import { Stopped } from "../delivery/stopped.js";
import type { AudienceRow } from "../ports/audiences.js";
import type { CampaignLedger, CampaignRecord } from "../ports/campaign-ledger.js";
import { chunkSize } from "../ports/campaign-ledger.js";
import type { Clock } from "../ports/clock.js";
import type { ErrorLog } from "../ports/error-log.js";
import type { Hashes } from "../ports/hashes.js";
import type { Journal, JournalEntry, Source } from "../ports/journal.js";
import { campaignMessage, campaignTopic } from "./campaign-message.js";
import { Postponed } from "./postponed.js";

interface RunNeeds {
  readonly campaignLedger: CampaignLedger;
  readonly clock: Clock;
  readonly controlSend: Pick<ControlSend, "neverSent">;
  readonly crashPolicy: Readonly<Record<MessageClass, CrashPolicy>>;
  /** The way of every message; long waits and lacking money come back as `Postponed`. */
  readonly deliverRecipient: DeliverMessage;
  readonly errorLog: ErrorLog;
  readonly hashes: Hashes;
  readonly journal: Pick<Journal, "read">;
}

export interface RecipientRun {
  readonly record: CampaignRecord;
  readonly row: AudienceRow & { readonly to: string };
  readonly index: number;
  readonly generation: number;
}

/** Texts of campaigns that are in work in this process. */
export interface RunRecipients {
  /** Chunks with such texts, by campaign. */
  readonly chunks: ReadonlyMap<string, ReadonlyMap<number, number>>;
  readonly size: number;
  /** Begins a recipient's text; `stop` ends the run before the gateway is called, and puts the recipient back. */
  begin(run: RecipientRun, stop: AbortSignal): void;
  /** Takes those of a campaign that were left in work here: their texts may have gone. Whoever takes them recovers them. */
  takeLeft(campaignId: string): readonly RecipientRun[];
  /** Takes over a recipient that was left in work; the journal tells what became of the text. */
  recover(run: RecipientRun, stop: AbortSignal): Promise<void>;
  /** Resolves once no more than `most` are in work. */
  room(most: number): Promise<void>;
  drain(): Promise<void>;
}

const ended: ReadonlySet<JournalEntry["state"] | undefined> = new Set(["sent", "failed", "in-doubt"]);
const isUnsent = (entry: JournalEntry | undefined): boolean => !ended.has(entry?.state) && (entry?.sends ?? 0) === 0;

export const createRunRecipients = (needs: RunNeeds): RunRecipients => {
  const { campaignLedger, clock, controlSend, crashPolicy, deliverRecipient, errorLog, hashes, journal } = needs;
  const running = new Set<Promise<void>>();
  /** Callers of `room`, woken whenever a text ends. */
  const waiting: (() => void)[] = [];
  const chunks = new Map<string, Map<number, number>>();
  /** By campaign and place. */
  const left = new Map<string, Map<string, RecipientRun>>();
  const leave = (one: RecipientRun): void => {
    const { campaignId } = one.record.definition;
    const these = left.get(campaignId) ?? new Map<string, RecipientRun>();
    left.set(campaignId, these.set(`${one.index}/${one.generation}`, one));
  };

  const messageOf = ({ generation, index, record, row }: RecipientRun) =>
    campaignMessage(hashes, record, row, { generation, index }, clock.now());

  /** The recipient waits again, and counts towards no cap of the number. */
  const waitAgain = async (one: RecipientRun, dueMs: number): Promise<void> => {
    const { generation, index, record } = one;
    const { id, request } = messageOf(one);
    // First: whoever begins it next takes a place anew.
    if (typeof request.number !== "string") await controlSend.neverSent(id, request.number.e164);
    await campaignLedger.putBack(record.definition.campaignId, index, generation, dueMs);
  };

  /**
   * A recipient whose text may have gone stays in work, or a campaign that is cancelled would deny it: whoever finds it left
   * behind tells its end, or sends it once more.
   */
  const putBack = async (one: RecipientRun, dueMs: number): Promise<void> =>
    isUnsent(await journal.read(messageOf(one).id)) ? waitAgain(one, dueMs) : leave(one);

  /** A budget that a person raised since the text began pauses nothing: the text is tried again with the new one. */
  const isStill = async ({ record }: RecipientRun, { kind }: Because): Promise<boolean> => {
    if (kind !== "budget") return true;
    const now = await campaignLedger.read(record.definition.campaignId);
    return now?.terms.budgetMicros === record.terms.budgetMicros;
  };

  const run = async (one: RecipientRun, stop: AbortSignal): Promise<void> => {
    const { campaignId } = one.record.definition;
    const { generation, index } = one;
    try {
      const source: Source = `${campaignTopic}/${generation}/${campaignId}/${index}`;
      const delivered = await deliverRecipient(messageOf(one), source, stop);
      if (delivered.kind === "unreadable")
        await campaignLedger.end(campaignId, [{ index, generation, code: recipientCodes.inDoubt }]);
    } catch (error) {
      if (error instanceof Postponed) {
        if (error.because !== undefined && (await isStill(one, error.because)))
          await campaignLedger.change(campaignId, ["running"], "paused", error.because);
        await putBack(one, Math.max(error.until - clock.now().getTime(), 0));
      } else if (error instanceof Stopped) await putBack(one, 0);
      // It stays in work: whoever finds it left behind asks the journal what became of it.
      else
        errorLog.caught(
          "dispatch",
          error,
          { campaignId },
          "a campaign's text could not be completed; it is tried again",
        );
    }
  };

  const tracked = (one: RecipientRun, work: Promise<void>): Promise<void> => {
    const { campaignId } = one.record.definition;
    const chunk = Math.floor(one.index / chunkSize);
    const counts = chunks.get(campaignId) ?? new Map<number, number>();
    chunks.set(campaignId, counts.set(chunk, (counts.get(chunk) ?? 0) + 1));
    const over = work
      .catch((error: unknown) =>
        errorLog.caught("dispatch", error, { campaignId }, "a campaign's ledger does not answer"),
      )
      .finally(() => {
        running.delete(over);
        const left = (counts.get(chunk) ?? 1) - 1;
        if (left > 0) counts.set(chunk, left);
        else counts.delete(chunk);
        if (counts.size === 0) chunks.delete(campaignId);
        for (const go of waiting.splice(0)) go();
      });
    running.add(over);
    return over;
  };

  return {
    chunks,
    get size() {
      return running.size;
    },
    begin: (one, stop) => void tracked(one, run(one, stop)),
    recover: async (one, stop) => {
      const { definition, state } = one.record;
      const entry = await journal.read(messageOf(one).id);
      if (isUnsent(entry)) return waitAgain(one, 0);
      // It would be sent once more, which waits until the campaign goes on.
      const mayGo = crashPolicy[definition.class] === "resend-once" && !ended.has(entry?.state);
      if (state === "paused" && !goesOn(one.record) && mayGo) return leave(one);
      return tracked(one, run(one, stop));
    },
    takeLeft: (campaignId) => {
      const taken = left.get(campaignId);
      left.delete(campaignId);
      return [...(taken?.values() ?? [])];
    },
    room: async (most) => {
      while (running.size > most) await new Promise<void>((go) => waiting.push(go));
    },
    drain: async () => {
      await Promise.all(running);
    },
  };
};
