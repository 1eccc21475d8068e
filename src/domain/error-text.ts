/** The message of an error; whatever else was thrown says nothing that is fit to print. */
export const errorText = (error: unknown): string => (error instanceof Error ? error.message : "unknown error");
