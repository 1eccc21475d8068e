import { z } from "zod";
import { defineNotification } from "./notification.js";
import { Person, Text } from "./person.js";
import { textTo } from "./text-to.js";
import { forOneMessage, maybe } from "./left-out.js";
import { noMinusZero } from "./no-minus-zero.js";

/** `order.created`: the customer gets the confirmation; the restaurant, where it has a phone, the alert. */
export const orderCreated = defineNotification({
  topic: "order.created",
  schema: z.object({
    orderNumber: Text,
    customer: Person,
    restaurant: maybe(Person.extend({ phone: maybe(z.string()) })),
    estimatedTime: Text,
    trackUrl: Text,
    itemsCount: forOneMessage(noMinusZero(z.number().int().nonnegative())),
    totalAmount: forOneMessage(noMinusZero(z.number().nonnegative())),
    currency: forOneMessage(z.string()),
  }),
  messages: ({ orderNumber, customer, restaurant, estimatedTime, trackUrl, itemsCount, totalAmount, currency }) => {
    const confirmation = textTo("customer", customer, "order_confirmation", {
      order_number: orderNumber,
      delivery_time: estimatedTime,
      estimated_time: estimatedTime,
      track_url: trackUrl,
      restaurant_name: restaurant?.name,
    });
    if (restaurant?.phone === undefined) return [confirmation];
    const alert = {
      order_number: orderNumber,
      items_count: itemsCount,
      total_amount: totalAmount,
      currency,
      customer_name: customer.name,
    };
    const { phone } = restaurant;
    return [
      confirmation,
      textTo("restaurant", { ...restaurant, phone }, "restaurant_new_order_alert", alert, { needs: ["currency"] }),
    ];
  },
});
