import type { AccountAnswer } from "../../domain/doctor/deployment.js";

/** The gateway's account, as it tells of itself. */
export interface SmsAccount {
  /** Asks at most twice, within 5 s. Never rejects: the answer names each refused call. */
  ask(): Promise<AccountAnswer>;
  close(): void;
}
