import { z } from "zod";
import { maybe, needed } from "./left-out.js";

/**
 * Somebody an order event names. Each message checks the phone itself, a blank one too: a bad phone fails the message
 * to that person alone.
 */
export const Person = z.object({
  name: maybe(z.string()),
  phone: z.string(),
  locale: maybe(z.string()),
  timeZone: maybe(z.string()),
});

export const Text = needed(z.string().min(1));
