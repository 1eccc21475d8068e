/** The name of an error, which tells its kind and quotes nothing of what met it; any other thrown value has none. */
export const errorName = (error: unknown): string => (error instanceof Error ? error.name : "unknown");
