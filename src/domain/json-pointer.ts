const pointed = (step: PropertyKey): string => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`;

/** The place in a document to which the steps lead, as RFC 6901 §3 writes it. */
export const jsonPointer = (steps: readonly PropertyKey[]): string => steps.map(pointed).join("");
