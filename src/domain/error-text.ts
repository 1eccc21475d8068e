/** The message of an error; any other thrown value has none that is fit to print. */
export const errorText = (error: unknown): string => (error instanceof Error ? error.message : "unknown error");
