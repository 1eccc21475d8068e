import type { AccountAnswer } from "../../domain/doctor/deployment.js";

/** The gateway's account, as it tells of itself. */
export interface SmsAccount {
  /** Asks at most twice, within 5 s. Never rejects: what was refused is named in the answer. */
  ask(): Promise<AccountAnswer>;
  close(): void;
}
