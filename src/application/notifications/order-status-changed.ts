import { z } from "zod";
import { defineNotification } from "./notification.js";
import { Person, Text } from "./person.js";
import { textTo } from "./text-to.js";
import { maybe, needed } from "./left-out.js";

/** `order.status_changed`: the customer is told each of the four statuses. */
export const orderStatusChanged = defineNotification({
  topic: "order.status_changed",
  schema: z.object({
    orderNumber: Text,
    customer: Person,
    status: needed(z.enum(["preparing", "ready", "out_for_delivery", "delivered"])),
    trackUrl: maybe(z.string()),
  }),
  messages: ({ orderNumber, customer, status, trackUrl }) => [
    textTo("customer", customer, "order_status_update", { order_number: orderNumber, status, track_url: trackUrl }),
  ],
});
