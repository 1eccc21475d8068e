type Kind = "string" | "number" | "object" | "array";

const kindOf = (value: unknown): string => (Array.isArray(value) ? "array" : value === null ? "null" : typeof value);

/**
 * Reads JSON that this service wrote itself, sealed or in its own keys. `fields` names those without which the record is
 * another's, or of a version that cannot be read; throws a TypeError that says which, and never a value.
 */
export const ownRecord = <Shape extends object>(
  what: string,
  text: string,
  fields: { readonly [Field in keyof Shape]?: Kind },
): Shape => {
  const value: unknown = JSON.parse(text);
  if (typeof value !== "object" || value === null) throw new TypeError(`What is kept as ${what} is no record`);
  const record: Readonly<Record<string, unknown>> = { ...value };
  const wrong = Object.entries(fields).find(([field, kind]) => kindOf(record[field]) !== kind);
  if (wrong !== undefined)
    throw new TypeError(`What is kept as ${what} has no ${wrong[0]} of type ${String(wrong[1])}`);
  return value as Shape;
};
