import type { z } from "zod";

/** A field that may be left out; many serializers write null for that. */
export const maybe = <Schema extends z.ZodType>(schema: Schema) =>
  schema
    .nullish()
    .transform((value) => value ?? undefined)
    .optional();
