import type { AccountAnswer } from "../../domain/doctor/deployment.js";

/** A number that the SMS sandbox may text. */
export interface SandboxNumber {
  readonly to: string;
  readonly status: "pending" | "verified";
}

export interface SandboxPage {
  readonly numbers: readonly SandboxNumber[];
  /** The place where the next page begins; undefined: this was the last one. */
  readonly next: string | undefined;
}

/** The account answered with a refusal: nothing was done. The message holds no number. */
export class AccountRefused extends Error {
  override readonly name = "AccountRefused";
}

/** The account did not answer, or asks for patience. Whether a change was made is not known. The message holds no number. */
export class AccountUnavailable extends Error {
  override readonly name = "AccountUnavailable";
}

/**
 * The gateway's account, as it tells of itself. Every method but `ask` rejects with `AccountRefused` or
 * `AccountUnavailable` within 5 s; every change may be repeated.
 */
export interface SmsAccount {
  /** Asks at most twice, within 5 s. Never rejects: the answer names each refused call. */
  ask(): Promise<AccountAnswer>;
  /** Sets these, and leaves the others as they are. */
  setAttributes(attributes: Readonly<Record<string, string>>): Promise<void>;
  sandboxPage(next: string | undefined): Promise<SandboxPage>;
  /** The provider texts a code to the number. `language`: as the provider writes it, such as `en-US`. */
  addSandboxNumber(to: string, language: string | undefined): Promise<void>;
  verifySandboxNumber(to: string, code: string): Promise<void>;
  removeSandboxNumber(to: string): Promise<void>;
  close(): void;
}
