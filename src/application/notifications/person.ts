import { z } from "zod";
import { forOneMessage, hint, needed } from "./left-out.js";

/**
 * Somebody an order event names. Each message checks the phone itself, a blank one too: a bad phone fails the message
 * to that person alone, a bad name those that show it.
 */
export const Person = z.object({
  name: forOneMessage(z.string()),
  phone: z.string(),
  locale: hint(z.string()),
  timeZone: hint(z.string()),
});

export const Text = needed(z.string().min(1));
