import { z } from "zod";

/** Many serializers write null, or an empty text, for a missing value. */
export const isBlank = (value: unknown): boolean =>
  value === null || (typeof value === "string" && !/\P{White_Space}/u.test(value));

const leftOut = (value: unknown): unknown => (isBlank(value) ? undefined : value);

/** A field that may be left out; null and a blank text are as good. */
export const maybe = <Schema extends z.ZodType>(schema: Schema) => z.preprocess(leftOut, schema.optional()).optional();

/** A field that must be there; null and a blank text are as good as missing. */
export const needed = <Schema extends z.ZodType>(schema: Schema) => z.preprocess(leftOut, schema);

/**
 * A field that one message of several needs: any value is taken, so that a bad one silences no other message; that
 * message's own check refuses it. The schema documents the field for readers. JSON Schema asks for the value without
 * a context.
 */
export const forOneMessage = <Schema extends z.ZodType>(schema: Schema) =>
  maybe(schema).catch((context: { readonly value: unknown } | undefined) => context?.value as z.output<Schema>);

/** A field that a message can do without: a value of another type is as good as none. */
export const hint = <Schema extends z.ZodType>(schema: Schema) => maybe(schema).catch(undefined);
