import type { SnsError } from "./sns-error.js";

/** The fields of a JSON object that somebody sent; `wrong` makes the refusal. */
export const objectFrom = (body: string, wrong: (message: string) => SnsError): Record<string, unknown> => {
  let given: unknown;
  try {
    given = JSON.parse(body);
  } catch {
    throw wrong("The body is not JSON");
  }
  if (typeof given !== "object" || given === null || Array.isArray(given)) throw wrong("The body is not an object");
  return given as Record<string, unknown>;
};

/** Fields whose names nobody knows are mistakes. */
export const onlyFields = (
  given: Readonly<Record<string, unknown>>,
  known: readonly string[],
  wrong: (message: string) => SnsError,
): void => {
  const strange = Object.keys(given).find((name) => !known.includes(name));
  if (strange !== undefined) throw wrong(`${strange.slice(0, 40)} is no field here; there are ${known.join(", ")}`);
};
