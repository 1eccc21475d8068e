import { errorFields } from "../adapters/system/error-log.js";
import { createLog } from "../adapters/system/log.js";
import { logFormat } from "./log-format.js";
import type { Config } from "../adapters/environment/config.js";

/** An error that nobody catches ends the process with 1. Node alone would print all that it holds, numbers and texts too. */
export const endAtFault = (own: NodeJS.Process, config: Config): void => {
  own.on("uncaughtException", (error: unknown) => {
    const log = createLog("error", undefined, logFormat(config));
    log.error(errorFields(error), "A fault ends this worker; what was in flight is sorted out at the next start");
    own.exit(1);
  });
};
