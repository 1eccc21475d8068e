export { InvalidEnvironment } from "../adapters/environment/config.js";
export type { OtpAttempt, OtpRequest, SentOtp, VerifiedOtp } from "../application/otp-answers.js";
export type { JournalEntry } from "../application/ports/journal.js";
export type { Preview } from "../application/preview-message.js";
export type { Taken } from "../application/take-request.js";
export { type SmsRequest, type SmsService, startSms } from "../composition/library.js";
