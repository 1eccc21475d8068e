import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder that all test files of a run share, gone with the run. */
export const setup = async (): Promise<() => Promise<void>> => {
  const folder = await mkdtemp(join(tmpdir(), "sms-run-"));
  process.env["SMS_RUN_FOLDER"] = folder;
  return () => rm(folder, { recursive: true, force: true });
};
