type Kind = "string" | "number" | "object" | "array";

const kindOf = (value: unknown): string => (Array.isArray(value) ? "array" : value === null ? "null" : typeof value);

/** As `JSON.parse` takes it. */
type Revive = (name: string, value: unknown) => unknown;

/** The error of `JSON.parse` quotes the text. */
const parsed = (text: string, revive: Revive | undefined): unknown => {
  try {
    return JSON.parse(text, revive);
  } catch {
    return undefined;
  }
};

/** The record is another's, or of a version that cannot be read; the message says which, and never holds a value. */
export class UnreadableRecord extends TypeError {}

/**
 * Reads JSON that this service wrote itself, sealed or in its own keys. `fields` names those without which the record is
 * another's, or of a version that cannot be read; throws `UnreadableRecord`, which says which.
 */
export const ownRecord = <Shape extends object>(
  what: string,
  text: string,
  fields: { readonly [Field in keyof Shape]?: Kind },
  revive?: Revive,
): Shape => {
  const value = parsed(text, revive);
  if (typeof value !== "object" || value === null || Array.isArray(value) !== Array.isArray(fields))
    throw new UnreadableRecord(`What is kept as ${what} is no record`);
  const record = value as Readonly<Record<string, unknown>>;
  const wrong = Object.entries(fields).find(([field, kind]) => kindOf(record[field]) !== kind);
  if (wrong !== undefined)
    throw new UnreadableRecord(`What is kept as ${what} has no ${wrong[0]} of type ${String(wrong[1])}`);
  return value as Shape;
};
