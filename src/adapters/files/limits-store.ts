import type { Limits } from "../../application/ports/limits.js";
import { InvalidLimits, readLimits } from "./limits.js";
import { noLimits } from "./no-limits.js";

/** The limits in use, which may be reread while the service runs. */
export interface LimitsStore {
  /** The limits that were last read without a fault. */
  current(): Limits;
  /** Reads the file again; a fault, or a file that was emptied, keeps the limits that are in use. Empty: read. */
  reload(): readonly string[];
}

/** Reads the file at once and throws `InvalidLimits`: a service never starts with half its limits. */
export const createLimitsStore = (path: string | undefined): LimitsStore => {
  let limits = path === undefined ? noLimits : readLimits(path);
  return {
    current: () => limits,
    reload: () => {
      if (path === undefined) return [];
      try {
        const read = readLimits(path);
        // An editor, or `>`, empties a file before it writes it: for a moment nothing would be limited.
        if (read === noLimits && limits !== noLimits) return ["the file is empty; write {} where nothing is limited"];
        limits = read;
        return [];
      } catch (error) {
        if (!(error instanceof InvalidLimits)) throw error;
        return error.faults;
      }
    },
  };
};
