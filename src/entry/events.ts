export { type CampaignRequested, campaignRequested } from "../application/notifications/campaign-requested.js";
export { type ConsentChanged, consentChanged } from "../application/notifications/consent-changed.js";
export { deliveryCompleted } from "../application/notifications/delivery-completed.js";
export { driverAssigned } from "../application/notifications/driver-assigned.js";
export type {
  DeliveryCompleted,
  DriverAssigned,
  EventPayloads,
  EventTopic,
  OrderCreated,
  OrderStatusChanged,
  OtpRequested,
  PaymentConfirmed,
  SmsRequested,
} from "../application/notifications/event-payloads.js";
export { orderCreated } from "../application/notifications/order-created.js";
export { orderStatusChanged } from "../application/notifications/order-status-changed.js";
export { otpRequested } from "../application/notifications/otp-requested.js";
export { paymentConfirmed } from "../application/notifications/payment-confirmed.js";
export { type SmsReceipt, smsReceipt } from "../application/notifications/sms-receipt.js";
export { type SmsReceived, smsReceived } from "../application/notifications/sms-received.js";
export { smsRequested } from "../application/notifications/sms-requested.js";
export { smsRequestedPromotional } from "../application/notifications/sms-requested-promotional.js";
export type { OutcomeValue } from "../application/message/outcome.js";
export { type FailureReason, failureReasons } from "../domain/decision/failure-reason.js";
