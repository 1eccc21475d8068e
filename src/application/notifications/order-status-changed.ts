import { z } from "zod";
import { defineNotification } from "./notification.js";
import { OrderNumber, Person } from "./person.js";
import { maybe } from "./maybe.js";

/** `order.status_changed`: the customer is told each of the four statuses. */
export const orderStatusChanged = defineNotification({
  topic: "order.status_changed",
  schema: z.object({
    orderNumber: OrderNumber,
    customer: Person,
    status: z.enum(["preparing", "ready", "out_for_delivery", "delivered"]),
    trackUrl: maybe(z.string()),
  }),
  messages: ({ orderNumber, customer, status, trackUrl }) => [
    {
      recipient: "customer",
      to: customer.phone,
      locale: customer.locale,
      content: {
        kind: "template",
        template: "order_status_update",
        variables: { order_number: orderNumber, status, track_url: trackUrl },
      },
    },
  ],
});
