import type { z } from "zod";

/** Refuses -0, which JSON can write: nobody means it by an amount or a count, and stores disagree on what it is. */
export const noMinusZero = <Schema extends z.ZodNumber>(schema: Schema): Schema =>
  schema.refine((value) => !Object.is(value, -0), "must not be -0; leave the sign out");
