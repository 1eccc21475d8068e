import { bytesPerRecipient } from "../../domain/campaign/bytes-per-recipient.js";
import { type Because, type CampaignCommand, commandStates, isStarted } from "../../domain/campaign/campaign-state.js";
import type { CampaignTerms } from "../../domain/campaign/campaign-terms.js";
import { givenTerms } from "../../domain/campaign/given-terms.js";
import { keepRecipientsMs } from "../../domain/campaign/keep-recipients-ms.js";
import { pauseWords } from "../../domain/campaign/pause-words.js";
import { recipientCodes, retriableCodes } from "../../domain/campaign/recipient-code.js";
import type { Audiences } from "../ports/audiences.js";
import type { CampaignLedger, CampaignRecord } from "../ports/campaign-ledger.js";
import type { Clock } from "../ports/clock.js";

interface CommandNeeds {
  readonly audiences: Pick<Audiences, "chunk" | "freeBytes" | "keepFor">;
  readonly campaignLedger: CampaignLedger;
  readonly clock: Clock;
  readonly versionOf: (template: string) => string | undefined;
}

/** The arguments of a command. */
export interface CommandOptions {
  /** The hash of the checked file: `start` must name it. */
  readonly hash?: string | undefined;
  readonly budgetMicros?: number | undefined;
  readonly endAt?: string | undefined;
}

export type Commanded =
  | { readonly kind: "done"; readonly record: CampaignRecord; readonly retried?: number }
  | { readonly kind: "unknown" }
  | { readonly kind: "wrong-hash" }
  /** Its recipients are no longer kept. */
  | { readonly kind: "no-recipients" }
  /** Its end has passed: whoever waits would get nothing. */
  | { readonly kind: "is-over"; readonly endAt: string }
  | { readonly kind: "no-room"; readonly needed: number; readonly free: number }
  /** A template of theirs is not there any more: every text would be refused. */
  | { readonly kind: "no-template"; readonly template: string }
  | { readonly kind: "not-now"; readonly record: CampaignRecord };

/**
 * Does what a person asks of a campaign; asking again changes nothing more. A pause takes hold at once in the ledger, and
 * within half a second in every worker: texts already at the gateway finish. Rejects while the store is away.
 */
export type CommandCampaign = (
  id: string,
  command: CampaignCommand,
  options: CommandOptions,
  who: string,
) => Promise<Commanded>;

const did = {
  start: "started",
  pause: "paused",
  resume: "resumed",
  cancel: "cancelled",
  "retry-failed": "retried",
} as const;

export const createCommandCampaign = (needs: CommandNeeds): CommandCampaign => {
  const { audiences, campaignLedger, clock, versionOf } = needs;

  const templatesOf = ({ template, variants }: CampaignRecord["definition"]): readonly string[] =>
    [template, ...variants.map((one) => one.template)].flatMap((name) => name ?? []);

  const versionsOf = (definition: CampaignRecord["definition"]): Readonly<Record<string, string>> =>
    Object.fromEntries(
      templatesOf(definition).flatMap((name) => {
        const version = versionOf(name);
        return version === undefined ? [] : [[name, version]];
      }),
    );

  /** A campaign that goes on already takes the new terms all the same, whatever others do to it meanwhile. */
  const withTerms = async (record: CampaignRecord, given: CampaignTerms, asked: Because): Promise<CampaignRecord> => {
    const id = record.definition.campaignId;
    for (let now = record; ; now = (await campaignLedger.read(id)) ?? now) {
      const { because, state, terms } = now;
      const isNew = (name: keyof CampaignTerms) => given[name] !== undefined && given[name] !== terms[name];
      if (!isStarted(state) || !(isNew("budgetMicros") || isNew("endAt"))) return now;
      const why = state === "running" ? asked : because;
      if (await campaignLedger.change(id, [state], state, why, { terms: given }))
        return (await campaignLedger.read(id)) ?? now;
    }
  };

  const run: CommandCampaign = async (id, command, options, who) => {
    const record = await campaignLedger.read(id);
    if (record === undefined) return { kind: "unknown" };
    const { after: done, from } = commandStates[command];
    const { definition, state, total } = record;
    if (command === "start" && options.hash !== definition.hash) return { kind: "wrong-hash" };
    const because = pauseWords.person(who, did[command]);
    const given = givenTerms({ budgetMicros: options.budgetMicros, endAt: options.endAt });
    const terms = { ...record.terms, ...given };
    const sends = command === "start" || command === "resume" || command === "retry-failed";
    const isDone = done.includes(state);
    if (!isDone && !from.includes(state)) return { kind: "not-now", record };
    const endAt = isDone ? options.endAt : terms.endAt;
    if (sends && endAt !== undefined && Date.parse(endAt) <= clock.now().getTime()) return { kind: "is-over", endAt };
    const doneBefore = async (before: CampaignRecord): Promise<Commanded> => {
      const now = sends ? await withTerms(before, given, because) : before;
      // Somebody may have paused it since, and it was asked to go on.
      return done.includes(now.state) ? { kind: "done", record: now } : run(id, command, options, who);
    };
    if (isDone) return doneBefore(record);
    const waits = terms.startAt !== undefined && Date.parse(terms.startAt) > clock.now().getTime();
    const pinned = (): CampaignTerms => ({ ...given, versions: versionsOf(definition) });
    const again = async (): Promise<CampaignRecord> => (await campaignLedger.read(id)) ?? record;
    const keep = () => audiences.keepFor(definition.uploadId, keepRecipientsMs.started);
    if (sends && (await audiences.chunk(definition.uploadId, 0)) === undefined) return { kind: "no-recipients" };
    const template = sends ? templatesOf(definition).find((name) => versionOf(name) === undefined) : undefined;
    if (template !== undefined) return { kind: "no-template", template };
    let changed = false;
    switch (command) {
      case "start": {
        const needed = total * bytesPerRecipient;
        const free = await audiences.freeBytes();
        if (free !== undefined && free < needed) return { kind: "no-room", needed, free };
        await keep();
        const why = waits ? pauseWords.start(terms.startAt ?? "") : because;
        changed = await campaignLedger.change(id, from, waits ? "scheduled" : "running", why, { terms: pinned() });
        // Once more: another campaign of theirs that ended meanwhile did not see this one.
        if (isStarted((await again()).state)) await keep();
        break;
      }
      case "resume":
        changed = await campaignLedger.change(id, from, waits ? "scheduled" : "running", because, { terms: pinned() });
        break;
      case "pause":
        changed = await campaignLedger.change(id, from, "paused", because);
        break;
      case "cancel":
        changed = await campaignLedger.change(id, from, "cancelled", because);
        if (changed) await campaignLedger.endWaiting(id, recipientCodes.cancelled);
        break;
      case "retry-failed": {
        await keep();
        // Before anybody waits: under the old terms they would be ended at once, or pause it.
        await withTerms(record, given, because);
        const retried = await campaignLedger.retry(id, retriableCodes);
        const now = await again();
        // Some may wait already: a run of this command died before it changed the state.
        if (now.state === "finished" && (now.byCode.get(recipientCodes.waiting) ?? 0) > 0)
          await campaignLedger.change(id, ["finished"], "running", because, { terms: pinned() });
        const after = await withTerms(await again(), given, because);
        if (after.state === "cancelled") return { kind: "not-now", record: after };
        if (isStarted(after.state)) await keep();
        return { kind: "done", record: after, retried };
      }
    }
    const now = await again();
    if (changed) return { kind: "done", record: now };
    // Another command, or the campaign's end, may have come first.
    return done.includes(now.state) ? doneBefore(now) : { kind: "not-now", record: now };
  };
  return run;
};
