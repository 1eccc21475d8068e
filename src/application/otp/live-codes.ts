import type { OtpHold } from "../../domain/otp/otp-refusal.js";
import type { PhoneNumber } from "../../domain/phone/phone-number.js";
import type { SendRequest } from "../../domain/decision/send-request.js";
import type { TraceEntry } from "../../domain/decision/trace.js";
import type { OtpSubject } from "../ports/otp-store.js";
import type { PumpingScope } from "../ports/pumping-ledger.js";

/** A code in work. The request is the only thing that holds it in clear, in memory, until its text has ended. */
export interface LiveCode {
  readonly request: SendRequest;
  readonly trace: readonly TraceEntry[];
  readonly subject: OtpSubject;
  readonly scopes: readonly PumpingScope[];
}

/** The tellable facts of a code. */
export interface IssuedCode {
  readonly to: PhoneNumber;
  readonly verificationId: string;
  readonly expiresAt: Date;
  readonly resendAt: Date;
}

/** Why a code was not made, and from when on it may be asked for again. */
export interface HeldCode {
  readonly why: OtpHold;
  readonly until: Date;
}

interface Entry {
  /** The caller that asked, by name; "" where nobody knows. */
  readonly caller: string;
  readonly code?: LiveCode | undefined;
  readonly issued?: IssuedCode | undefined;
  readonly held?: HeldCode | undefined;
  readonly until: number;
}

/** Nothing is in work longer: the longest validity, and the deadline of an otp. */
const longestMs = 20 * 60_000;

/** The codes this process is sending, by message id. */
export class LiveCodes {
  readonly #entries = new Map<string, Entry>();

  /** A door of this process asks for this message's code. */
  expect(messageId: string, caller: string, now: Date): void {
    this.#drop(now);
    this.#entries.set(messageId, { caller, until: now.getTime() + longestMs });
  }

  issued(messageId: string, code: LiveCode, issued: IssuedCode, now: Date): void {
    this.#drop(now);
    const caller = this.#entries.get(messageId)?.caller ?? "";
    this.#entries.set(messageId, { caller, code, issued, until: now.getTime() + longestMs });
  }

  held(messageId: string, held: HeldCode): void {
    const entry = this.#entries.get(messageId);
    if (entry !== undefined) this.#entries.set(messageId, { ...entry, held });
  }

  get(messageId: string): Omit<Entry, "until"> | undefined {
    return this.#entries.get(messageId);
  }

  /** Forgets the code in clear; the tellable facts stay for the door that asked. */
  ended(messageId: string): void {
    const entry = this.#entries.get(messageId);
    if (entry !== undefined) this.#entries.set(messageId, { ...entry, code: undefined });
  }

  forget(messageId: string): void {
    this.#entries.delete(messageId);
  }

  /** Entries are kept in order of arrival, so only the first ones can be over. */
  #drop(now: Date): void {
    for (const [messageId, { until }] of this.#entries) {
      if (until > now.getTime()) return;
      this.#entries.delete(messageId);
    }
  }
}
