import { z } from "zod";
import { maybe, needed } from "./left-out.js";

/**
 * Somebody an order event names. Whether the phone is a number is each message's own check, and so is a blank one: it
 * fails the message to that person alone.
 */
export const Person = z.object({
  name: maybe(z.string()),
  phone: z.string(),
  locale: maybe(z.string()),
  timeZone: maybe(z.string()),
});

export const Text = needed(z.string().min(1));
