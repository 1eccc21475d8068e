export { InvalidEnvironment } from "../adapters/environment/config.js";
export type { OtpAttempt, OtpRequest, SentOtp, VerifiedOtp } from "../application/otp/otp-answers.js";
export type { JournalEntry } from "../application/ports/journal.js";
export type { Preview } from "../application/requests/preview-message.js";
export type { BulkResult, TakenBulk } from "../application/requests/take-bulk.js";
export type { Accepted } from "../application/requests/accept-request.js";
export { type SmsService, startSms } from "../composition/library.js";
export type { BulkRequest, SmsDoors, SmsRequest } from "../composition/sms-doors.js";
