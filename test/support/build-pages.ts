import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { oncePerRun } from "./once-per-run.js";

/** Compiles the pages from their source, once for each run, so that no test sees an earlier build or half of one. */
export const buildPages = async (): Promise<void> => {
  await oncePerRun("pages", async () => {
    await promisify(execFile)("node_modules/.bin/tsc", ["-p", "src/web"]);
    return "";
  });
};
