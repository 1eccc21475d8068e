import { movedFrom, replayOf } from "../intake/decode-event.js";
import type { ReadEventRecord } from "../intake/read-event.js";
import type { Clock } from "../ports/clock.js";
import type { EventPublisher } from "../ports/event-publisher.js";
import { type EventRecord, foldHeaders, type RecordHeader } from "../ports/event-source.js";
import type { Journal } from "../ports/journal.js";
import type { Log } from "../ports/log.js";
import { chooseLetters, type LetterChoice } from "./choose-letters.js";
import { letterOf } from "./dead-letter.js";
import { findLetter } from "./find-letter.js";
import { type Mending, mendValue } from "./mend-value.js";
import type { ScanNeeds } from "./scan-letters.js";

/** The fate of one letter. */
export type ReplayedLetter =
  /** Published again; `messages` are those it asks for, to be followed. */
  | { readonly id: string; readonly state: "replayed"; readonly topic: string; readonly messages: readonly string[] }
  /** Nothing was published. */
  | { readonly id: string; readonly state: "refused"; readonly detail: string };

export interface Replayed {
  readonly results: readonly ReplayedLetter[];
  /** Letters of the group beyond those of one call. */
  readonly left: number;
}

/**
 * Publishes letters again to the topics they came from, mended where asked, with a new deadline. A letter that would come
 * back is refused, and so is one of whose messages any went out or may have. Replaying twice sends once. Rejects where a part is away: those
 * published so far are marked, and the rest can be replayed by the same call.
 */
export type ReplayDeadLetters = (
  choice: LetterChoice,
  by: string,
  reason: string | null,
  mending?: Mending,
) => Promise<Replayed>;

interface ReplayNeeds extends ScanNeeds {
  readonly clock: Pick<Clock, "now">;
  readonly eventPublisher: Pick<EventPublisher, "publish">;
  readonly journal: Pick<Journal, "read">;
  readonly log: Log;
  readonly readEvent: ReadEventRecord;
}

const ofOneCopy = new Set(["sms-headers-dropped", "sms-truncated-from", "sms-truncated-headers"]);

const withHeaders = (record: EventRecord, headers: readonly RecordHeader[]): EventRecord => ({
  ...record,
  rawHeaders: headers,
  headers: foldHeaders(headers),
});

export const createReplayDeadLetters = (needs: ReplayNeeds): ReplayDeadLetters => {
  const { clock, deadLetterLog, deadLetterMarks, eventPublisher, journal, log, readEvent, topicPrefix } = needs;

  /** The state of an event's messages: none is known, all failed unsent, or one that is neither. */
  const endOf = async (messages: readonly string[]): Promise<"none" | "failed" | string> => {
    const entries = await Promise.all(messages.map((id) => journal.read(id)));
    const known = entries.filter((entry) => entry !== undefined);
    const other = known.find(({ state }) => state !== "failed");
    if (other !== undefined)
      return `message ${other.messageId} of this event is ${other.state}; a replay could text it twice`;
    return known.length === 0 ? "none" : "failed";
  };

  /** The record to publish and its messages, or why there is none. */
  const prepared = async (id: string, mending: Mending) => {
    const letter = await findLetter(deadLetterLog, id);
    if (letter === undefined) return "no dead letter has this id, or the topic no longer holds it";
    const { topic, truncated } = letterOf(letter, topicPrefix);
    if (truncated && mending.value === undefined)
      return "only the beginning of its value was kept; give the whole value";
    const value = mendValue(letter.value, mending);
    if (typeof value === "string") return value;
    const came = (letter.rawHeaders ?? Object.entries(letter.headers)).filter(([name]) => !ofOneCopy.has(name));
    // Without an id of its own it is identified by its letter, so that it is the same event however often it is replayed.
    const place: RecordHeader[] = came.some(([name]) => name === movedFrom)
      ? []
      : [[movedFrom, Buffer.from(`sms.dead-letter/${id}`)]];
    const { fault: _, ...rest } = letter;
    const record = withHeaders({ ...rest, topic, value, timestamp: clock.now() }, [...came, ...place]);
    const read = readEvent(record, clock.now());
    if (read.kind === "dead") return `it would come back: ${read.cause}, ${read.detail}`;
    if (read.kind === "invalid") return `it would come back: ${read.faults}`;
    if (read.kind === "faulty") return "it would come back: the service still cannot read it";
    if (read.kind !== "messages") return { record, messages: [] };
    const messages = read.messages.map((message) => message.id);
    const end = await endOf(messages);
    if (end === "none") return { record, messages };
    if (end !== "failed") return end;
    // The journal answers for messages that ended; these never went out, so they count as new ones. A replay whose messages
    // failed too is followed by the next; one that nobody read yet is the same event again.
    const others = [...came.filter(([name]) => name !== replayOf), ...place];
    for (let before = 0; ; before += 1) {
      const again = withHeaders(record, [...others, [replayOf, Buffer.from(`${id}/${before}`)]]);
      const anew = readEvent(again, clock.now());
      const replays = anew.kind === "messages" ? anew.messages.map((message) => message.id) : [];
      const ended = await endOf(replays);
      if (ended === "none") return { record: again, messages: replays };
      if (ended !== "failed") return ended;
    }
  };

  const replayed = async (id: string, mending: Mending): Promise<ReplayedLetter> => {
    const ready = await prepared(id, mending);
    if (typeof ready === "string") return { id, state: "refused", detail: ready };
    const { key, rawHeaders = [], topic, value } = ready.record;
    await eventPublisher.publish({ topic, key, value, headers: {}, rawHeaders });
    return { id, state: "replayed", topic, messages: ready.messages };
  };

  return async (choice, by, reason, mending = {}) => {
    const { ids, left } = await chooseLetters(needs, choice);
    const results: ReplayedLetter[] = [];
    try {
      for (const id of ids) results.push(await replayed(id, mending));
    } finally {
      const done = results.filter(({ state }) => state === "replayed").map(({ id }) => id);
      if (done.length > 0) {
        await deadLetterMarks.mark(done, { state: "replayed", at: clock.now(), by, reason });
        log.info({ by, letters: done.length }, "dead letters were replayed");
      }
    }
    return { results, left };
  };
};
