import type { ExitCode, Terminal } from "./terminal.js";

/** Every fault of a file of limits; empty where it can be used. */
export type LimitsFaults = (path: string) => Promise<readonly string[]>;

/** `sms limits check FILE`: 0 where it can be used, else 1 with every fault at once. */
export const checkLimits = async (
  faultsOf: LimitsFaults,
  path: string,
  json: boolean,
  { errors, output }: Terminal,
): Promise<ExitCode> => {
  const faults = await faultsOf(path);
  if (json) output.write(`${JSON.stringify({ ok: faults.length === 0, faults })}\n`);
  else if (faults.length === 0) output.write(`${path} can be used\n`);
  else for (const fault of faults) errors.write(`${path}: ${fault}\n`);
  return faults.length === 0 ? 0 : 1;
};
