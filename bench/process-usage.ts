import { readFileSync } from "node:fs";
import { residentMb } from "../test/support/resident-mb.js";

/** Linux counts processor time in ticks of 10 ms (USER_HZ). */
const msPerTick = 10;

export interface ProcessUsage {
  /** Processor time of all its threads since it began, user and system. */
  readonly cpuMs: number;
  readonly rssMiB: number;
}

/** Of another process: proc(5), stat and status. */
export const processUsage = (pid: number): ProcessUsage => {
  const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return { cpuMs: (Number(fields[11]) + Number(fields[12])) * msPerTick, rssMiB: residentMb(pid) };
};
