import type { OtpHold } from "../../domain/otp/otp-refusal.js";

/** The ways in which asking for, or entering, a code can end. */
export type OtpEvent = "issued" | OtpHold | "accepted" | "wrong" | "spent" | "unknown" | "exhausted";

/** Never throws; purposes are the configured ones, so labels are few and hold nothing personal. */
export interface OtpMeters {
  otp(purpose: string, event: OtpEvent): void;
}
