import type { z } from "zod";
import type { FieldFault } from "../../application/requests/field-fault.js";

/** RFC 6901 §3. */
const pointed = (step: PropertyKey): string => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`;

/** A schema's faults by their place in the body; an unknown field is one of its own. */
export const schemaFaultsOf = ({ issues }: z.ZodError): readonly FieldFault[] =>
  issues.flatMap((issue) => {
    const pointer = issue.path.map(pointed).join("");
    return issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => ({ pointer: `${pointer}${pointed(key)}`, message: "is no field of this body" }))
      : [{ pointer, message: issue.message }];
  });
