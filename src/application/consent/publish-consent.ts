import { ownRecord } from "../../domain/own-record.js";
import type { ConsentClass, ConsentEntry } from "../../domain/consent/consent-entry.js";
import type { NumberConsent } from "../../domain/consent/number-consent.js";
import { ceHeaders } from "../message/ce-headers.js";
import type { Clock } from "../ports/clock.js";
import type { EventPublisher, OutgoingEvent } from "../ports/event-publisher.js";
import type { Hashes } from "../ports/hashes.js";
import type { LoggedConsent } from "../ports/consent-log.js";
import type { ReadWhole } from "./read-whole.js";

export const consentTopic = "sms.consent";

interface PublishNeeds {
  readonly clock: Clock;
  readonly eventPublisher: EventPublisher;
  readonly hashes: Hashes;
  readonly readWhole: ReadWhole;
}

/**
 * Writes all entries of a number and class to `sms.consent`, so that a compacted topic loses none. The last record of
 * a key is the whole truth: the writer looks again afterwards, and writes again where another worker merged in
 * between. Rejects while ledger or log is away, or the ledger is being rebuilt.
 */
export type PublishConsent = (who: string, ofClass: ConsentClass, known: NumberConsent) => Promise<void>;

const told = ({ evidenceId, state, at, source, by, sealed, hash }: ConsentEntry) => ({
  evidenceId,
  state,
  at: new Date(at).toISOString(),
  source,
  by,
  evidence: { sealed, hash },
});

export const createPublishConsent = (needs: PublishNeeds): PublishConsent => {
  const { clock, eventPublisher, hashes, readWhole } = needs;

  const eventOf = (who: string, ofClass: ConsentClass, entries: readonly ConsentEntry[]): OutgoingEvent => {
    const key = `${who}:${ofClass}`;
    const value = { numberHash: who, class: ofClass, ...told(entries.at(-1)!), entries: entries.map(told) };
    const id = hashes.uuid([key, ...entries.map((entry) => `${entry.evidenceId} ${entry.sealed !== null}`)].join("\n"));
    return {
      topic: consentTopic,
      key,
      value: JSON.stringify(value),
      headers: ceHeaders({ topic: consentTopic, id, at: clock.now() }),
    };
  };

  const alike = (a: readonly ConsentEntry[], b: readonly ConsentEntry[]) =>
    a.length === b.length &&
    a.every((entry, at) => entry.evidenceId === b[at]!.evidenceId && entry.sealed === b[at]!.sealed);

  return async (who, ofClass, known) => {
    for (let entries = known[ofClass] ?? []; entries.length > 0; ) {
      await eventPublisher.publish(eventOf(who, ofClass, entries));
      const now = (await readWhole(who))[ofClass] ?? [];
      if (alike(entries, now)) return;
      entries = now;
    }
  };
};

interface LoggedValue {
  readonly numberHash: string;
  readonly class: ConsentClass;
  readonly entries: readonly ReturnType<typeof told>[];
}
const loggedFields = { numberHash: "string", class: "string", entries: "array" } as const;

/** The entries of a record of `sms.consent`; undefined where it is none of ours. */
export const loggedEntries = ({
  value,
}: LoggedConsent): { readonly who: string; readonly entries: readonly ConsentEntry[] } | undefined => {
  if (value === null) return undefined;
  try {
    const record = ownRecord<LoggedValue>("consent", value.toString("utf8"), loggedFields);
    const { numberHash, class: ofClass, entries } = record;
    if (!/^[\w-]{22}$/.test(numberHash)) return undefined;
    return {
      who: numberHash,
      entries: entries.map(({ evidenceId, state, at, source, by, evidence }) => ({
        ...{ evidenceId, class: ofClass, state, at: Date.parse(at), source, by },
        ...{ sealed: evidence.sealed, hash: evidence.hash },
      })),
    };
  } catch {
    return undefined;
  }
};
