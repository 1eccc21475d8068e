const ofTheLanguage = [TypeError, RangeError, ReferenceError, SyntaxError, EvalError, URIError];

/** A mistake in the program, not an outage: the same work fails alike however often it is tried. */
export const isProgrammingFault = (error: unknown): boolean =>
  error instanceof Error &&
  (ofTheLanguage.some((kind) => error instanceof kind) || error.name.startsWith("AssertionError"));
