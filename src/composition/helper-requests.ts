export interface Recipient {
  readonly phoneNumber: string;
  /** BCP 47; default: the language of the number's country, where the template has it. */
  readonly locale?: string | undefined;
}

interface OrderText extends Recipient {
  readonly orderNumber: string;
}

export interface OrderConfirmation extends OrderText {
  readonly restaurantName?: string | undefined;
  readonly estimatedTime: string;
  readonly trackUrl: string;
}

export interface OrderStatusUpdate extends OrderText {
  readonly status: "preparing" | "ready" | "out_for_delivery" | "delivered";
  readonly message?: string | undefined;
  readonly trackUrl?: string | undefined;
}

export interface DeliveryAssignment extends OrderText {
  readonly driverName?: string | undefined;
  readonly driverPhone?: string | undefined;
  readonly estimatedTime: string;
}

export interface DriverAssignmentNotification extends OrderText {
  readonly pickupAddress: string;
  readonly deliveryAddress: string;
  readonly customerPhone?: string | undefined;
}

export interface DeliveryCompletion extends OrderText {
  readonly feedbackUrl?: string | undefined;
}

export interface PaymentConfirmation extends OrderText {
  readonly amount: number;
  readonly paymentMethod: string;
  /** ISO 4217. */
  readonly currency?: string | undefined;
}

export interface RestaurantNewOrderAlert extends OrderText {
  readonly itemsCount: number;
  readonly totalAmount: number;
  readonly customerName?: string | undefined;
  /** ISO 4217. */
  readonly currency?: string | undefined;
}

export interface PromotionalMessage extends Omit<Recipient, "phoneNumber"> {
  /** 1 to 1,000. */
  readonly phoneNumbers: readonly string[];
  readonly offerTitle: string;
  readonly offerDetails: string;
  readonly promoCode?: string | undefined;
  /** A day, such as 2024-12-15. */
  readonly validUntil?: string | undefined;
}

export interface VerificationOtp extends Recipient {
  readonly purpose: string;
}

export interface UserOtp {
  readonly phoneNumber: string;
  readonly otp: string;
  readonly purpose: string;
  readonly verificationId?: string | undefined;
}
