import type { OtpAnswer } from "../application/otp/otp-answers.js";
import type { AcceptedAnswer } from "../application/requests/accept-request.js";
import type { BulkResult } from "../application/requests/take-bulk.js";
import { acceptedAnswer, bulkResults, isAccepted, sentAnswer } from "./helper-answers.js";
import type {
  DeliveryAssignment,
  DeliveryCompletion,
  DriverAssignmentNotification,
  OrderConfirmation,
  OrderStatusUpdate,
  PaymentConfirmation,
  PromotionalMessage,
  Recipient,
  RestaurantNewOrderAlert,
  UserOtp,
  VerificationOtp,
} from "./helper-requests.js";
import type { SmsDoors } from "./sms-doors.js";
import { SmsRefused } from "./sms-refused.js";

type SendText<Given> = (given: Given, idempotencyKey?: string) => Promise<AcceptedAnswer>;

/**
 * One function for each kind of text. They resolve once the request is durable; the same key and request send nothing twice.
 * They reject with `SmsRefused`, whose `code` is the reason.
 */
export interface SmsHelpers {
  readonly sendOrderConfirmation: SendText<OrderConfirmation>;
  readonly sendOrderStatusUpdate: SendText<OrderStatusUpdate>;
  readonly sendDeliveryAssignment: SendText<DeliveryAssignment>;
  readonly sendDriverAssignmentNotification: SendText<DriverAssignmentNotification>;
  readonly sendDeliveryCompleted: SendText<DeliveryCompletion>;
  readonly sendPaymentConfirmation: SendText<PaymentConfirmation>;
  readonly sendRestaurantNewOrderAlert: SendText<RestaurantNewOrderAlert>;
  /** A result for each number, in their order. */
  sendPromotionalMessage(given: PromotionalMessage, idempotencyKey?: string): Promise<readonly BulkResult[]>;
  /** Length and validity of the code are its purpose's, by policy. */
  sendVerificationOtp(given: VerificationOtp, idempotencyKey?: string): Promise<OtpAnswer>;
  /** The same for the purpose `password_reset`. */
  sendPasswordResetOtp(given: Recipient, idempotencyKey?: string): Promise<OtpAnswer>;
  /** False: wrong, expired, used or unknown. */
  verifyUserOtp(given: UserOtp): Promise<boolean>;
}

const ofPolicy = new Set(["length", "validityMinutes"]);

/** A mistyped name is told to authors of JavaScript, too. */
const onlyNames = (given: object, known: readonly string[]): void => {
  const other = Object.keys(given).find((name) => !known.includes(name));
  if (other === undefined) return;
  const detail = ofPolicy.has(other)
    ? `${other} is set by the purpose's policy (SMS_OTP_POLICIES), for every call alike`
    : `${other.slice(0, 40)} is not known here; known are ${known.join(", ")}`;
  throw new SmsRefused({ code: "invalid-event", detail });
};

type Variables = Readonly<Record<string, string | number | boolean>>;

/** `orderNumber` is the template's `order_number`. */
const variablesFrom = (given: object): Variables =>
  Object.fromEntries(
    Object.entries(given)
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([name, value]) => [name.replace(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`), value]),
  );

export const createSmsHelpers = (
  service: Pick<SmsDoors, "send" | "sendBulk" | "sendOtp" | "verifyOtp">,
): SmsHelpers => {
  const text =
    <Given extends Recipient>(
      template: string,
      names: readonly (keyof Given & string)[],
      more: (given: Given) => Variables = () => ({}),
    ): SendText<Given> =>
    async (given, key) => {
      onlyNames(given, ["phoneNumber", "locale", ...names]);
      const { phoneNumber: to, locale, ...own } = given;
      const variables = { ...variablesFrom(own), ...more(given) };
      return acceptedAnswer(
        await service.send({ to, template, variables, ...(locale === undefined ? {} : { locale }) }, key),
      );
    };
  const code = async ({ phoneNumber, purpose, locale }: VerificationOtp, idempotencyKey: string | undefined) =>
    sentAnswer(await service.sendOtp({ to: phoneNumber, purpose, locale, idempotencyKey }));

  return {
    sendOrderConfirmation: text<OrderConfirmation>(
      "order_confirmation",
      ["orderNumber", "restaurantName", "estimatedTime", "trackUrl"],
      ({ estimatedTime }) => ({ delivery_time: estimatedTime }),
    ),
    sendOrderStatusUpdate: text<OrderStatusUpdate>("order_status_update", [
      "orderNumber",
      "status",
      "message",
      "trackUrl",
    ]),
    sendDeliveryAssignment: text<DeliveryAssignment>("delivery_assignment", [
      "orderNumber",
      "driverName",
      "driverPhone",
      "estimatedTime",
    ]),
    sendDriverAssignmentNotification: text<DriverAssignmentNotification>("driver_assignment", [
      "orderNumber",
      "pickupAddress",
      "deliveryAddress",
      "customerPhone",
    ]),
    sendDeliveryCompleted: text<DeliveryCompletion>("delivery_completed", ["orderNumber", "feedbackUrl"]),
    sendPaymentConfirmation: text<PaymentConfirmation>("payment_confirmation", [
      "orderNumber",
      "amount",
      "paymentMethod",
      "currency",
    ]),
    sendRestaurantNewOrderAlert: text<RestaurantNewOrderAlert>("restaurant_new_order_alert", [
      "orderNumber",
      "itemsCount",
      "totalAmount",
      "customerName",
      "currency",
    ]),
    sendPromotionalMessage: async (given, key) => {
      onlyNames(given, ["phoneNumbers", "locale", "offerTitle", "offerDetails", "promoCode", "validUntil"]);
      const { phoneNumbers, locale, ...own } = given;
      const recipients = phoneNumbers.map((to) => ({ to }));
      const request = { recipients, template: "promotional_offer", variables: variablesFrom(own) };
      return bulkResults(await service.sendBulk({ ...request, ...(locale === undefined ? {} : { locale }) }, key));
    },
    sendVerificationOtp: async (given, key) => {
      onlyNames(given, ["phoneNumber", "purpose", "locale"]);
      return code(given, key);
    },
    sendPasswordResetOtp: async (given, key) => {
      onlyNames(given, ["phoneNumber", "locale"]);
      return code({ ...given, purpose: "password_reset" }, key);
    },
    verifyUserOtp: async (given) => {
      onlyNames(given, ["phoneNumber", "otp", "purpose", "verificationId"]);
      const { phoneNumber: to, otp, purpose, verificationId } = given;
      return isAccepted(await service.verifyOtp({ to, purpose, code: otp, verificationId }));
    },
  };
};
