import { z } from "zod";
import { defineNotification } from "./notification.js";
import { needed } from "./left-out.js";
import { noMinusZero } from "./no-minus-zero.js";
import { Person, Text } from "./person.js";
import { textTo } from "./text-to.js";

/** `payment.confirmed`: the customer gets the receipt. */
export const paymentConfirmed = defineNotification({
  topic: "payment.confirmed",
  schema: z.object({
    orderNumber: Text,
    customer: Person,
    amount: needed(noMinusZero(z.number().nonnegative())),
    currency: needed(z.string().regex(/^[A-Z]{3}$/, "must be an ISO 4217 code such as INR")),
    method: Text,
  }),
  messages: ({ orderNumber, customer, amount, currency, method }) => [
    textTo("customer", customer, "payment_confirmation", {
      order_number: orderNumber,
      amount,
      currency,
      payment_method: method,
    }),
  ],
});
