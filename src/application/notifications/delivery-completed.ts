import { z } from "zod";
import { defineNotification } from "./notification.js";
import { Person, Text } from "./person.js";
import { textTo } from "./text-to.js";
import { maybe } from "./left-out.js";

/** `delivery.completed`: the customer is thanked, and asked for feedback where there is a page for it. */
export const deliveryCompleted = defineNotification({
  topic: "delivery.completed",
  schema: z.object({ orderNumber: Text, customer: Person, feedbackUrl: maybe(z.string()) }),
  messages: ({ orderNumber, customer, feedbackUrl }) => [
    textTo("customer", customer, "delivery_completed", { order_number: orderNumber, feedback_url: feedbackUrl }),
  ],
});
