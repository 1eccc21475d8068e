import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { buildPages } from "../support/build-pages.js";
import { oncePerRun } from "../support/once-per-run.js";

/** Workers run what is built, as production does; built once for each run. */
export const built = async (): Promise<void> => {
  await buildPages();
  await oncePerRun("dist", async () => {
    await promisify(execFile)("node_modules/.bin/tsc", ["-p", "."]);
    return "";
  });
};
