import { afterAll, beforeAll, beforeEach, describe, expect, expectTypeOf, test } from "vitest";
import type { OrderConfirmation } from "../../src/entry/library.js";
import { createSmsHelpers, type SmsHelpers, SmsRefused } from "../../src/entry/library.js";
import { type SmsStage, startSmsStage } from "../../src/entry/testing.js";

let stage: SmsStage;
let helpers: SmsHelpers;
beforeAll(async () => {
  stage = await startSmsStage({}, { now: new Date("2026-11-27T12:00:00+05:30") });
  helpers = createSmsHelpers(stage);
});
beforeEach(() => stage.clear());
afterAll(() => stage.close());

const order = { orderNumber: "ORD-2024-001" };
const trackUrl = "https://yourapp.com/track/abc123";
const pizza = { ...order, restaurantName: "Pizza Palace", estimatedTime: "30-40 minutes", trackUrl };

/** Each helper that sends one text: what it is given, and words of the text that reaches the phone. */
const texts: readonly (readonly [string, (phoneNumber: string) => Promise<unknown>, string, string])[] = [
  [
    "sendOrderConfirmation",
    (phoneNumber) => helpers.sendOrderConfirmation({ phoneNumber, ...pizza }),
    "order_confirmation",
    "from Pizza Palace is confirmed. Delivery time: 30-40 minutes",
  ],
  [
    "sendOrderStatusUpdate",
    (phoneNumber) =>
      helpers.sendOrderStatusUpdate({
        phoneNumber,
        ...order,
        status: "ready",
        message: "Your order is ready for pickup",
      }),
    "order_status_update",
    "Your order is ready for pickup",
  ],
  [
    "sendDeliveryAssignment",
    (phoneNumber) =>
      helpers.sendDeliveryAssignment({
        phoneNumber,
        ...order,
        driverName: "Rajesh Kumar",
        driverPhone: "+919876543211",
        estimatedTime: "15 minutes",
      }),
    "delivery_assignment",
    "Rajesh Kumar is on the way with your order ORD-2024-001. Estimated time: 15 minutes. Call your driver: +919876543211",
  ],
  [
    "sendDriverAssignmentNotification",
    (phoneNumber) =>
      helpers.sendDriverAssignmentNotification({
        phoneNumber,
        ...order,
        pickupAddress: "12 MG Road",
        deliveryAddress: "4 Park Street",
        customerPhone: "+919876543210",
      }),
    "driver_assignment",
    "Pickup: 12 MG Road. Deliver to: 4 Park Street. Customer: +919876543210",
  ],
  [
    "sendDeliveryCompleted",
    (phoneNumber) =>
      helpers.sendDeliveryCompleted({ phoneNumber, ...order, feedbackUrl: "https://yourapp.com/feedback/1" }),
    "delivery_completed",
    "https://yourapp.com/feedback/1",
  ],
  [
    "sendPaymentConfirmation",
    (phoneNumber) =>
      helpers.sendPaymentConfirmation({ phoneNumber, ...order, amount: 549, paymentMethod: "UPI", currency: "INR" }),
    "payment_confirmation",
    "549.00 by UPI for order ORD-2024-001",
  ],
  [
    "sendRestaurantNewOrderAlert",
    (phoneNumber) =>
      helpers.sendRestaurantNewOrderAlert({
        phoneNumber,
        ...order,
        itemsCount: 3,
        totalAmount: 549,
        customerName: "John Doe",
        currency: "INR",
      }),
    "restaurant_new_order_alert",
    "John Doe",
  ],
];

const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (answer) => answer,
    (error) => {
      if (!(error instanceof SmsRefused)) throw error;
      return error.code;
    },
  );

describe("helpers", () => {
  test.each(texts.map((row, at) => [...row, `+9198765433${at}0`] as const))(
    "%s sends its template",
    async (_, send, template, words, phone) => {
      expect(await send(phone)).toMatchObject({ state: "received", segments: expect.any(Number) });
      expect(await stage.settled(1)).toMatchObject([{ status: "sent", template, caller: "library" }]);
      expect((await stage.texts(phone))[0]?.text).toContain(words);
    },
  );

  test("the same key sends once; with another request it is a conflict", async () => {
    const phoneNumber = "+919876543400";
    const first = await helpers.sendOrderConfirmation({ phoneNumber, ...pizza }, "order-1");
    expect(await helpers.sendOrderConfirmation({ phoneNumber, ...pizza }, "order-1")).toEqual(first);
    await stage.settled(1);
    await stage.clear();
    expect(stage.outcomes()).toEqual([]);
    const other = { phoneNumber, ...pizza, estimatedTime: "1 hour" };
    expect(await codeOf(helpers.sendOrderConfirmation(other, "order-1"))).toBe("idempotency-conflict");
  });

  test("an offer goes to each number, and a bad number stops no other", async () => {
    const offer = {
      offerTitle: "Weekend Special",
      offerDetails: "Get 40% off",
      promoCode: "WEEKEND40",
      validUntil: "2026-12-15",
    };
    const results = await helpers.sendPromotionalMessage({ phoneNumbers: ["+919876543401", "12"], ...offer });
    expect(results).toMatchObject([{ state: "received" }, { error: { code: "invalid-phone-number" } }]);
    expect(await stage.settled(1)).toMatchObject([{ status: "sent", class: "promotional" }]);
    expect((await stage.texts())[0]?.text).toMatch(/Weekend Special.*WEEKEND40.*15/s);
  });

  test.each([
    [
      "a purpose of the caller's",
      (phoneNumber: string) => helpers.sendVerificationOtp({ phoneNumber, purpose: "login" }),
      "login",
      "+919876543402",
    ],
    [
      "a new password",
      (phoneNumber: string) => helpers.sendPasswordResetOtp({ phoneNumber }),
      "password_reset",
      "+919876543403",
    ],
  ])("a code for %s is verified once", async (_, send, purpose, phoneNumber) => {
    const { verificationId } = await send(phoneNumber);
    const otp = await stage.code(phoneNumber);
    const attempt = { phoneNumber, purpose, verificationId };
    expect(await helpers.verifyUserOtp({ ...attempt, otp: "none" })).toBe(false);
    expect(await helpers.verifyUserOtp({ ...attempt, otp })).toBe(true);
    expect(await helpers.verifyUserOtp({ ...attempt, otp })).toBe(false);
  });

  test("what cannot be sent rejects with a code", async () => {
    expect(await codeOf(helpers.sendOrderConfirmation({ phoneNumber: "12", ...pizza }))).toBe("invalid-phone-number");
    expect(
      await codeOf(
        helpers.sendPaymentConfirmation({ phoneNumber: "+919876543404", ...order, amount: -1, paymentMethod: "" }),
      ),
    ).toBe("template-variables-invalid");
    expect(await codeOf(helpers.sendVerificationOtp({ phoneNumber: "+919876543405", purpose: "no-such" }))).toBe(
      "invalid-event",
    );
    expect(await codeOf(helpers.sendPromotionalMessage({ phoneNumbers: [], offerTitle: "", offerDetails: "" }))).toBe(
      "invalid-event",
    );
    const verify = { phoneNumber: "+919876543405", otp: "1", purpose: "login", verificationId: "none" };
    expect(await codeOf(helpers.verifyUserOtp(verify))).toBe("invalid-event");
  });

  test("who asks again too soon is told when", async () => {
    const asked = { phoneNumber: "+919876543406", purpose: "login" };
    await helpers.sendVerificationOtp(asked);
    const error = await helpers.sendVerificationOtp(asked).catch((one: unknown) => one);
    expect(error).toBeInstanceOf(SmsRefused);
    expect(error).toMatchObject({ retryAfterMs: expect.any(Number) });
  });

  test("names that no helper knows are refused, those that a policy sets with the cure", async () => {
    const given = { phoneNumber: "+919876543407", purpose: "login", length: 6 };
    await expect(helpers.sendVerificationOtp(given)).rejects.toThrow(
      "length is set by the purpose's policy (SMS_OTP_POLICIES)",
    );
    const typo = { phoneNumber: "+919876543407", ...pizza, trackURL: trackUrl };
    await expect(helpers.sendOrderConfirmation(typo)).rejects.toThrow("trackURL is not known here");
    expectTypeOf<{ phoneNumber: string }>().not.toExtend<OrderConfirmation>();
    expect(stage.outcomes()).toEqual([]);
  });
});
