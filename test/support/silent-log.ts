import type { Log } from "../../src/application/ports/log.js";

const nothing = () => undefined;

/** A log that nobody reads. */
export const silentLog: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing };
