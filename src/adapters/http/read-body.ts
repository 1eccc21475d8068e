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
  const { issues } = read.error;
  const unknown = issues.flatMap((issue) =>
    issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key].map(pointed).join("")) : [],
  );
  const others = issues.filter(({ code }) => code !== "unrecognized_keys");
  return {
    faults: [
      ...schemaFaults(others, "the body").map(({ message, path }) => ({
        pointer: path.map(pointed).join(""),
        message,
      })),
      ...unknown.map((pointer) => ({ pointer, message: "is no field of this body" })),
    ],
  };
};
