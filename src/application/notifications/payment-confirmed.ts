import { z } from "zod";
import { defineNotification } from "./notification.js";
import { OrderNumber, Person } from "./person.js";

/** `payment.confirmed`: the customer gets the receipt. */
export const paymentConfirmed = defineNotification({
  topic: "payment.confirmed",
  schema: z.object({
    orderNumber: OrderNumber,
    customer: Person,
    amount: z.number().nonnegative(),
    currency: z.string().regex(/^[A-Z]{3}$/, "must be an ISO 4217 code such as INR"),
    method: z.string().min(1),
  }),
  messages: ({ orderNumber, customer, amount, currency, method }) => [
    {
      recipient: "customer",
      to: customer.phone,
      locale: customer.locale,
      content: {
        kind: "template",
        template: "payment_confirmation",
        variables: { order_number: orderNumber, amount, currency, payment_method: method },
      },
    },
  ],
});
