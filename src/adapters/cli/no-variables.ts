/** The complaint about `--variables` that are no JSON object. */
export const noVariables = `--variables must be a JSON object, such as '{"order_number":"ORD-1"}'`;
