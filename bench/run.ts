import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Runs the benchmarks named on the command line, all of them without a name; what follows `--` goes to the last one. */
const benchmarks = [
  "traces",
