import type { FieldFault } from "../requests/field-fault.js";

/** The fields that are no texts: a caller in a language without types may leave one out, or give a number. */
export const notTexts = (given: Readonly<Record<string, unknown>>): readonly FieldFault[] =>
  Object.entries(given).flatMap(([name, value]) =>
    typeof value === "string" ? [] : [{ pointer: `/${name}`, message: "must be a text" }],
  );
