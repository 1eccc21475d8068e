import { execFileSync } from "node:child_process";

/** Compiles the pages from their source, so that a test never sees an earlier build. */
export const buildPages = (): void =>
  void execFileSync("node_modules/.bin/tsc", ["-p", "src/web"], { stdio: "inherit" });
