import type { z } from "zod";
import { schemaFaults } from "../../application/notifications/schema-fault.js";
import type { FieldFault } from "../../application/requests/field-fault.js";

/** RFC 6901 §3. */
const pointed = (step: PropertyKey): string => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`;

export type ReadBody<Body> = { readonly body: Body } | { readonly faults: readonly FieldFault[] };

/** A body, or the parameters of a query, as its schema reads it; else every fault by its place. */
export const readBody = <Schema extends z.ZodType>(schema: Schema, given: unknown): ReadBody<z.output<Schema>> => {
  const read = schema.safeParse(given, { reportInput: true });
  if (read.success) return { body: read.data };
  const faults = read.error.issues.flatMap((issue) => {
    const pointer = issue.path.map(pointed).join("");
    return issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => ({ pointer: `${pointer}${pointed(key)}`, message: "is no field of this body" }))
      : schemaFaults([issue], "the body").map(({ message }) => ({ pointer, message }));
  });
  return { faults };
};
