import type { CrashPolicy, MessageClass } from "../../domain/message-class.js";
import type { TraceEntry } from "../../domain/decision/trace.js";
import type { EndState, MessageState } from "../../domain/journal/message-state.js";
import type { OutgoingEvent } from "./event-publisher.js";

/**
 * The origin of a step: `topic/partition/offset` of the record, `due` for the schedule, `http` for a code sent in
 * process.
 */
export type Source = `${string}/${number}/${string}` | "due" | "http";

/** An outcome decided for good; replayed byte for byte. Sealed where it leaves the process. */
export interface RecordedOutcome {
  readonly event: OutgoingEvent;
  readonly trace: readonly TraceEntry[];
}

/**
 * The tellable facts of a message that has not ended yet. Holds no full number, text or code; sealed where it leaves
 * the process.
 */
export interface MessageNote {
  readonly class: MessageClass;
  /** Masked. */
  readonly to: string;
  readonly trace: readonly TraceEntry[];
  /** The end of a wait (RFC 3339) and its reason; absent where the message does not wait. */
  readonly until?: string | undefined;
  readonly because?: string | undefined;
  /** Facts for the outcome of a waiting message whose body is lost. */
  readonly told?: Told | undefined;
}

/** The facts that an outcome tells of its message beside the text and its number. */
interface Told {
  readonly recipient: string;
  readonly reference: string | null;
  readonly correlationId: string | null;
  readonly campaignId: string | null;
  readonly caller: string | null;
  readonly source: {
    readonly topic: string;
    readonly partition: number;
    readonly offset: string;
    readonly eventId: string | null;
  };
  /** RFC 3339. */
  readonly acceptedAt: string;
}

export type OpenAnswer =
  /** Ours: every further step carries `token`. `sends`: Publishes begun so far and not proved unsent. `attempts`: all so far. */
  | { readonly kind: "go"; readonly token: number; readonly sends: number; readonly attempts: number }
  /** Another run holds the message; ask again after this many ms. */
  | { readonly kind: "busy"; readonly ms: number }
  /** The message waits in the schedule: this duplicate is complete, silently. */
  | { readonly kind: "parked" }
  /**
   * The message ended: publish this recorded outcome again, send nothing. `announced`: this source's run was told that the
   * outcome was acknowledged, so publish nothing either. `telling`: another process, not known to have died, ended it by
   * the same event and was not told so yet: it may be publishing now.
   */
  | {
      readonly kind: "settled";
      readonly state: EndState;
      readonly outcome: RecordedOutcome;
      readonly announced?: true | undefined;
      readonly telling?: true | undefined;
    }
  /** Another event, with another payload, used this id before: nothing is claimed. */
  | { readonly kind: "conflict" }
  /** A run died while sending and may not send again: settle it as in doubt (token given). */
  | { readonly kind: "in-doubt"; readonly token: number; readonly attempts: number }
  /**
   * The message ended, but the outcome in Redis cannot be opened (another `SMS_HASH_KEY`, or a newer version's form):
   * complete, send nothing, count it.
   */
  | { readonly kind: "unreadable" };

export interface JournalEntry {
  readonly messageId: string;
  readonly state: MessageState;
  readonly attempts: number;
  readonly sends: number;
  readonly timeline: readonly { readonly at: Date; readonly state: MessageState }[];
  readonly outcome: RecordedOutcome | undefined;
  /** The note made when the message was received or parked; undefined once it ended, or where it cannot be opened. */
  readonly note: MessageNote | undefined;
}

/**
 * One record per message: the owner of the right to send, and the history. Every method is one atomic step, safe to
 * repeat with the same arguments when its answer was lost. Rejects with `JournalUnavailable` when the store does not
 * answer within its deadline (the step may have been applied: repeat it), and with `JournalLost` when the store lost
 * its `born`. A step by a token that is no longer the record's answers "stale" and changes nothing. Stale says
 * nothing about an acknowledged outcome: before completing the message's offset or schedule entry, `open` it again
 * and follow the answer.
 */
export interface Journal {
  /**
   * A door takes a message: none → received. The same digest again answers "repeated" with the first answer
   * (`published` once anything opened it), another digest "conflict".
   */
  receive(id: string, digest: string, answer: string, note: MessageNote): Promise<Received>;
  /**
   * Claims the message by a lease and a fencing token. A dead process's messages are free after about three seconds,
   * whatever their lease. `keepUntil`: the later of event time and due time; the record lives JOURNAL_TTL after that,
   * or after now. `payload`: digest of the event's request; the first digest given stands.
   */
  open(
    id: string,
    source: Source,
    policy: CrashPolicy,
    leaseMs: number,
    keepUntil: Date,
    payload?: string,
  ): Promise<OpenAnswer>;
  /** Write-ahead of one Publish: open → sending, sends + 1. `attempt` numbers the Publishes of this message from 1. */
  mark(id: string, token: number, attempt: number, leaseMs: number): Promise<"ok" | "stale">;
  /** The attempt was proved unsent: sending → open, sends − 1. */
  unmark(id: string, token: number, attempt: number): Promise<"ok" | "stale">;
  /** The attempt was ambiguous: "again" (sending → open) where policy and sends < 2 allow, else "in-doubt" (stays sending, to be settled). */
  again(id: string, token: number, attempt: number): Promise<"again" | "in-doubt" | "stale">;
  /**
   * Writes the end. "written": publish this outcome. "double": an older run's text also went out (counted, publish nothing).
   * "stale": another run owns the message, publish nothing. An older token with "sent" is proof over open and in doubt: written.
   */
  settle(id: string, token: number, state: EndState, outcome: RecordedOutcome): Promise<"written" | "double" | "stale">;
  /** The outcome of a message that ended was acknowledged; a repetition of its event need not be told. */
  announced(id: string, state: EndState): Promise<void>;
  /**
   * Takes outcome, trace and note out of a message that was sent or failed, for good: a repetition of its event is complete,
   * and tells nothing. "kept": it has not ended, or is in doubt.
   */
  erase(id: string): Promise<"erased" | "kept">;
  /** open → deferred with an entry in the schedule; "full" where parked bytes are capped. */
  park(id: string, token: number, due: Date, body: Buffer, note: MessageNote): Promise<"parked" | "full" | "stale">;
  read(id: string): Promise<JournalEntry | undefined>;
  /** Messages in doubt, oldest first. */
  inDoubt(limit: number): Promise<readonly { readonly messageId: string; readonly since: Date }[]>;
  /** The number of messages in doubt. */
  inDoubtCount(): Promise<number>;
  /** Ends a message in doubt by an operator's or a receipt's word. */
  resolve(id: string, state: "sent" | "failed", outcome: RecordedOutcome): Promise<"written" | "not-in-doubt">;
  /** Identity of this journal, made at first use; undefined for a memory journal, which writes and checks none. */
  born(): Promise<string | undefined>;
  /**
   * The stamp that commits of offsets carry now: the journal's identity, and the place up to which it was seen;
   * undefined for a memory journal.
   */
  stamp(): string | undefined;
  /**
   * True if offsets committed with this stamp belong to this journal, which has lost nothing since, or to one whose
   * loss an operator accepted.
   */
  knows(metadata: string | null): Promise<boolean>;
  /** Accepts, for an operator, the loss of everything these committed offsets pointed to; the journal begins again. */
  acceptLoss(metadata: readonly (string | null)[]): Promise<void>;
}

export type Received =
  | { readonly kind: "new" }
  | { readonly kind: "repeated"; readonly answer: string; readonly published: boolean }
  | { readonly kind: "conflict" };

/** The store did not answer in time: the step may or may not have been applied; repeat it with the same arguments. */
export class JournalUnavailable extends Error {
  override readonly name = "JournalUnavailable";
  readonly code = "journal-unavailable";
}

/** The store no longer holds this journal's `born`: earlier sends are unknown, so nothing may be sent. */
export class JournalLost extends Error {
  override readonly name = "JournalLost";
  readonly code = "journal-lost";
}
