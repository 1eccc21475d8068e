import type { Limits } from "../../application/ports/limits.js";
import { limitsFaults, readLimits } from "./limits.js";
import { noLimits } from "./no-limits.js";

/** The limits in use, which may be reread while the service runs. */
export interface LimitsStore {
  /** The limits that were last read without a fault. */
  current(): Limits;
  /** Reads the file again; a fault keeps the limits that are in use. Empty: read. */
  reload(): readonly string[];
}

/** Reads the file at once and throws `InvalidLimits`: a service never starts with half its limits. */
export const createLimitsStore = (path: string | undefined): LimitsStore => {
  let limits = path === undefined ? noLimits : readLimits(path);
  return {
    current: () => limits,
    reload: () => {
      if (path === undefined) return [];
      const faults = limitsFaults(path);
      if (faults.length === 0) limits = readLimits(path);
      return faults;
    },
  };
};
