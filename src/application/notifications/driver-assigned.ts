import { z } from "zod";
import { defineNotification } from "./notification.js";
import { forOneMessage } from "./left-out.js";
import { Person, Text } from "./person.js";
import { textTo } from "./text-to.js";

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
    // A driver's bad number silences no customer, nor a customer's the driver.
    textTo(
      "customer",
      customer,
      "delivery_assignment",
      {
        order_number: orderNumber,
        driver_name: driver.name,
        driver_phone: driver.phone,
        estimated_time: estimatedTime,
      },
      { spares: ["driver_phone"] },
    ),
    textTo(
      "driver",
      driver,
      "driver_assignment",
      {
        order_number: orderNumber,
        pickup_address: pickupAddress,
        delivery_address: deliveryAddress,
        customer_phone: customer.phone,
      },
      { spares: ["customer_phone"] },
    ),
  ],
});
