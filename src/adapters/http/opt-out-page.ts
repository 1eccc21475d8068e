import { z } from "zod";

/** A page of those who opted out: the place is the keyed hash with which the page before ended. */
export const OptOutPage = z.strictObject({
  cursor: z
    .string()
    .regex(/^[\w-]{22}$/u, "must be the `next` of an earlier answer")
    .optional(),
});
