import { z } from "zod";

/** Somebody an order event names. Whether the phone is a number is each message's own check (CONTRACT.md, events in). */
export const Person = z.object({
  name: z.string().min(1).optional(),
  phone: z.string(),
  locale: z.string().optional(),
});

export const NamedPerson = Person.extend({ name: z.string().min(1) });

export const OrderNumber = z.string().min(1);
