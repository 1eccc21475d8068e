import { z } from "zod";
import { defineNotification } from "./notification.js";
import { besideFaults } from "./beside-faults.js";
import { OrderNumber, Person } from "./person.js";
import { maybe } from "./maybe.js";

/** What the restaurant is told, required once it has a phone. */
const forRestaurant = ["itemsCount", "totalAmount", "currency"] as const;

/** `order.created`: the customer gets the confirmation; the restaurant, where it has a phone, the alert. */
export const orderCreated = defineNotification({
  topic: "order.created",
  schema: z
    .object({
      orderNumber: OrderNumber,
      customer: Person,
      restaurant: maybe(Person.extend({ phone: maybe(z.string()) })),
      estimatedTime: z.string().min(1),
      trackUrl: z.string().min(1),
      itemsCount: maybe(z.number().int().nonnegative()),
      totalAmount: maybe(z.number().nonnegative()),
      currency: maybe(z.string().regex(/^[A-Z]{3}$/, "must be an ISO 4217 code such as INR")),
    })
    .superRefine((order, context) => {
      if (order.restaurant?.phone === undefined) return;
      for (const field of forRestaurant)
        if (order[field] === undefined)
          context.addIssue({ code: "custom", path: [field], message: "required when restaurant.phone is given" });
    }, besideFaults),
  messages: ({ orderNumber, customer, restaurant, estimatedTime, trackUrl, itemsCount, totalAmount, currency }) => [
    {
      recipient: "customer",
      to: customer.phone,
      locale: customer.locale,
      content: {
        kind: "template",
        template: "order_confirmation",
        variables: {
          order_number: orderNumber,
          delivery_time: estimatedTime,
          estimated_time: estimatedTime,
          track_url: trackUrl,
          restaurant_name: restaurant?.name,
        },
      },
    },
    ...(restaurant?.phone === undefined
      ? []
      : [
          {
            recipient: "restaurant",
            to: restaurant.phone,
            locale: restaurant.locale,
            content: {
              kind: "template" as const,
              template: "restaurant_new_order_alert",
              variables: {
                order_number: orderNumber,
                items_count: itemsCount,
                total_amount: totalAmount,
                currency,
                customer_name: customer.name,
              },
            },
          },
        ]),
  ],
});
