import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Runs the benchmarks named on the command line, all of them without a name; what follows `--` goes to the last one. */
const benchmarks = [
  "commands",
  "segments",
  "decide",
  "publish-cpu",
  "otp",
  "consent-replay",
  "controls",
  "traces",
  "campaign",
  "log",
  "service",
];

const end = process.argv.indexOf("--");
const [names, rest] = end < 0 ? [process.argv.slice(2), []] : [process.argv.slice(2, end), process.argv.slice(end + 1)];
const unknown = names.filter((name) => !benchmarks.includes(name));
if (unknown.length > 0) {
  console.error(`No benchmark ${unknown.join(", ")}; there are: ${benchmarks.join(", ")}`);
  process.exit(2);
}
for (const name of names.length === 0 ? benchmarks : names) {
  console.log(`\n== ${name}`);
  const file = fileURLToPath(new URL(`./${name}.ts`, import.meta.url));
  const { status } = spawnSync(process.execPath, [...process.execArgv, file, ...rest], { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
