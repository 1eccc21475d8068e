import type { ErrorLog } from "../../src/application/ports/error-log.js";

/** A log of errors that nobody reads. */
export const silentErrorLog: ErrorLog = { caught: () => undefined };
