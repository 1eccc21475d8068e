import { z } from "zod";
import { defineNotification } from "./notification.js";
import { OrderNumber, Person } from "./person.js";
import { maybe } from "./maybe.js";

/** `delivery.completed`: the customer is thanked, and asked for feedback where there is a page for it. */
export const deliveryCompleted = defineNotification({
  topic: "delivery.completed",
  schema: z.object({ orderNumber: OrderNumber, customer: Person, feedbackUrl: maybe(z.string()) }),
  messages: ({ orderNumber, customer, feedbackUrl }) => [
    {
      recipient: "customer",
      to: customer.phone,
      locale: customer.locale,
      content: {
        kind: "template",
        template: "delivery_completed",
        variables: { order_number: orderNumber, feedback_url: feedbackUrl },
      },
    },
  ],
});
