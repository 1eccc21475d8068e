import type { RoutedNotification } from "./notification.js";
import { deliveryCompleted } from "./delivery-completed.js";
import { driverAssigned } from "./driver-assigned.js";
import { orderCreated } from "./order-created.js";
import { orderStatusChanged } from "./order-status-changed.js";
import { otpRequested } from "./otp-requested.js";
import { paymentConfirmed } from "./payment-confirmed.js";
import { smsRequested } from "./sms-requested.js";
import { smsRequestedPromotional } from "./sms-requested-promotional.js";

/** Every event that is routed. A new one takes a file in this folder and a line here. */
export const notifications: readonly RoutedNotification[] = [
  orderCreated,
  driverAssigned,
  orderStatusChanged,
  paymentConfirmed,
  deliveryCompleted,
  smsRequested,
  smsRequestedPromotional,
  otpRequested,
];
