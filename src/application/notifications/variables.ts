import { z } from "zod";

type Value = string | number | boolean;

const Variable = z.union([z.string(), z.number(), z.boolean()]);

const given = (
  variables: Readonly<Record<string, Value | null | undefined>>,
): Readonly<Record<string, Value | null | undefined>> =>
  Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== null && value !== undefined));

/** A template's variables; those that were left out may be written as null, and in a program as undefined. */
export const Variables = z.record(z.string(), Variable.nullish()).transform(given);
