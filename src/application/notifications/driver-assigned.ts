import { z } from "zod";
import { defineNotification } from "./notification.js";
import { forOneMessage } from "./left-out.js";
import { Person, Text } from "./person.js";

/** `driver.assigned`: the customer learns who comes, the driver where to go. */
export const driverAssigned = defineNotification({
  topic: "driver.assigned",
  schema: z.object({
    orderNumber: Text,
    customer: Person,
    driver: Person,
    estimatedTime: Text,
    pickupAddress: forOneMessage(z.string()),
    deliveryAddress: forOneMessage(z.string()),
  }),
  messages: ({ orderNumber, customer, driver, estimatedTime, pickupAddress, deliveryAddress }) => [
    {
      recipient: "customer",
      to: customer.phone,
      locale: customer.locale,
      timeZone: customer.timeZone,
      content: {
        kind: "template",
        template: "delivery_assignment",
        variables: {
          order_number: orderNumber,
          driver_name: driver.name,
          driver_phone: driver.phone,
          estimated_time: estimatedTime,
        },
        // A driver's bad number silences no customer, nor a customer's the driver.
        spares: ["driver_phone"],
      },
    },
    {
      recipient: "driver",
      to: driver.phone,
      locale: driver.locale,
      timeZone: driver.timeZone,
      content: {
        kind: "template",
        template: "driver_assignment",
        variables: {
          order_number: orderNumber,
          pickup_address: pickupAddress,
          delivery_address: deliveryAddress,
          customer_phone: customer.phone,
        },
        spares: ["customer_phone"],
      },
    },
  ],
});
