import type { z } from "zod";
import type { CampaignRequested } from "./campaign-requested.js";
import type { ConsentChanged } from "./consent-changed.js";
import type { deliveryCompleted } from "./delivery-completed.js";
import type { driverAssigned } from "./driver-assigned.js";
import type { orderCreated } from "./order-created.js";
import type { orderStatusChanged } from "./order-status-changed.js";
import type { otpRequested } from "./otp-requested.js";
import type { paymentConfirmed } from "./payment-confirmed.js";
import type { smsRequested } from "./sms-requested.js";
import type { SmsReceipt } from "./sms-receipt.js";
import type { SmsReceived } from "./sms-received.js";

export type OrderCreated = z.output<typeof orderCreated.schema>;
export type DriverAssigned = z.output<typeof driverAssigned.schema>;
export type OrderStatusChanged = z.output<typeof orderStatusChanged.schema>;
export type PaymentConfirmed = z.output<typeof paymentConfirmed.schema>;
export type DeliveryCompleted = z.output<typeof deliveryCompleted.schema>;
export type SmsRequested = z.output<typeof smsRequested.schema>;
export type OtpRequested = z.output<typeof otpRequested.schema>;

/** The payload of each topic that the service reads, as a producer writes it. */
export interface EventPayloads {
  readonly "order.created": OrderCreated;
  readonly "driver.assigned": DriverAssigned;
  readonly "order.status_changed": OrderStatusChanged;
  readonly "payment.confirmed": PaymentConfirmed;
  readonly "delivery.completed": DeliveryCompleted;
  readonly "sms.requested": SmsRequested;
  readonly "sms.requested.promotional": SmsRequested;
  readonly "otp.requested": OtpRequested;
  readonly "campaign.requested": CampaignRequested;
  readonly "sms.received": SmsReceived;
  readonly "sms.receipt": SmsReceipt;
  readonly "consent.changed": ConsentChanged;
}

export type EventTopic = keyof EventPayloads;
