import { readFileSync } from "node:fs";

/** The memory that another process holds now, in MiB: proc(5), VmRSS. Linux only. */
export const residentMb = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+) kB$/mu.exec(readFileSync(`/proc/${pid}/status`, "latin1"))![1]) / 1_024;
