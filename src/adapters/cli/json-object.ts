/** The object that a JSON text is; undefined where it is none. */
export const jsonObject = (json: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
};

/** The complaint about `--variables` that are no JSON object. */
export const noVariables = `--variables must be a JSON object, such as '{"order_number":"ORD-1"}'`;
