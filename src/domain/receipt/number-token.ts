/**
 * Finds the digits of a number as the JSON text writes them, by the name of its field: `JSON.parse` would make a
 * float of them. Inside a string of JSON every quotation mark follows a backslash (RFC 8259 §7), so none is taken for
 * the field's.
 */
export const numberToken = (field: string): ((json: string) => string | undefined) => {
  const pattern = new RegExp(String.raw`(?<!\\)"${field}"\s*:\s*"?([0-9.]+(?:[eE][+-]?[0-9]+)?)"?\s*[,}\]]`, "u");
  return (json) => pattern.exec(json)?.[1];
};
