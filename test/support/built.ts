import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { oncePerRun } from "./once-per-run.js";

/** Builds the service and its pages, once for each run: no test sees an earlier build, or half of one. */
export const built = async (): Promise<void> => {
  await oncePerRun("build", async () => {
    await promisify(execFile)("npm", ["run", "--silent", "build"]);
    return "";
  });
};
