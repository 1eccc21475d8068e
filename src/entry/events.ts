export { deliveryCompleted } from "../application/notifications/delivery-completed.js";
export { driverAssigned } from "../application/notifications/driver-assigned.js";
export { orderCreated } from "../application/notifications/order-created.js";
export { orderStatusChanged } from "../application/notifications/order-status-changed.js";
export { otpRequested } from "../application/notifications/otp-requested.js";
export { paymentConfirmed } from "../application/notifications/payment-confirmed.js";
export { smsRequested } from "../application/notifications/sms-requested.js";
export type { OutcomeValue } from "../application/message/outcome.js";
export { type FailureReason, failureReasons } from "../domain/decision/failure-reason.js";
