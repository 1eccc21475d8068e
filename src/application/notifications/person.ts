import { z } from "zod";
import { maybe } from "./maybe.js";

/** Somebody an order event names. Whether the phone is a number is each message's own check (CONTRACT.md, events in). */
export const Person = z.object({
  name: maybe(z.string()),
  phone: z.string(),
  locale: maybe(z.string()),
});

export const NamedPerson = Person.extend({ name: z.string().min(1) });

export const OrderNumber = z.string().min(1);
