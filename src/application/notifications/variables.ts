import { z } from "zod";

const Variable = z.union([z.string(), z.number(), z.boolean()]);

const given = (variables: Readonly<Record<string, string | number | boolean | null>>) =>
  Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== null));

/** A template's variables; those that were left out may be written as null. */
export const Variables = z.record(z.string(), Variable.nullable()).transform(given);
