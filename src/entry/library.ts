export { InvalidEnvironment } from "../adapters/environment/config.js";
export { KafkaAway } from "../adapters/kafka/topics/kafka-away.js";
export { TopicsMissing } from "../adapters/kafka/topics/topics.js";
export { WrongHashKey } from "../adapters/redis/journal/journal-identity.js";
export { EventsUnavailable, EventTooLarge } from "../application/ports/event-publisher.js";
export type { ExplainedMessage, MessageReceipt } from "../application/log/explain-message.js";
export type { OtpAnswer, OtpAttempt, OtpRequest, SentOtp, VerifiedOtp } from "../application/otp/otp-answers.js";
export { type JournalEntry, JournalLost, JournalUnavailable } from "../application/ports/journal.js";
export type { Preview } from "../application/requests/preview-message.js";
export type { BulkResult, TakenBulk } from "../application/requests/take-bulk.js";
export type { Accepted, AcceptedAnswer } from "../application/requests/accept-request.js";
export { type SmsService, startSms } from "../composition/library.js";
export type { BulkRequest, SmsDoors, SmsRequest } from "../composition/sms-doors.js";
export { createSmsHelpers, type SmsHelpers } from "../composition/sms-helpers.js";
export type {
  DeliveryAssignment,
  DeliveryCompletion,
  DriverAssignmentNotification,
  OrderConfirmation,
  OrderStatusUpdate,
  PaymentConfirmation,
  PromotionalMessage,
  RestaurantNewOrderAlert,
  UserOtp,
  VerificationOtp,
} from "../composition/helper-requests.js";
export { SmsRefused, type SmsRefusedCode } from "../composition/sms-refused.js";
