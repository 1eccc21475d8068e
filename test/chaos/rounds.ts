import { spawn, spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { cpus, loadavg } from "node:os";

/**
 * Runs the chaos tests of `npm test` again and again beside a program on each core that never rests, and prints how often
 * each of them passed. `npm run chaos:rounds -- [rounds] [name …]`, 10 rounds of all files without them.
 */
const [rounds = "10", ...names] = process.argv.slice(2);
const files = readdirSync("test/chaos")
  .filter((file) => file.endsWith(".test.ts"))
  .filter((file) => names.length === 0 || names.some((name) => file.startsWith(name)))
  .map((file) => `test/chaos/${file}`);

const restless = cpus().map(() => spawn(process.execPath, ["-e", "for (;;);"], { stdio: "ignore" }));
process.on("exit", () => {
  for (const child of restless) child.kill("SIGKILL");
});
for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, () => process.exit(1));

const passed = new Map(files.map((file) => [file, 0]));
for (let round = 1; round <= Number(rounds); round += 1)
  for (const file of files) {
    const began = performance.now();
    const { status, stdout } = spawnSync("npx", ["vitest", "run", "--project", "servers", file], { encoding: "utf8" });
    if (status === 0) passed.set(file, passed.get(file)! + 1);
    else console.log(stdout.slice(-8_000));
    const seconds = Math.round((performance.now() - began) / 1_000);
    const load = loadavg()[0]!.toFixed(0);
    console.log(
      `${file}: ${status === 0 ? "passed" : "FAILED"} in ${seconds} s, ${passed.get(file)}/${round}, load ${load}`,
    );
  }
console.log(
  ["| file | passed |", "|---|---|", ...files.map((file) => `| ${file} | ${passed.get(file)}/${rounds} |`)].join("\n"),
);
process.exit([...passed.values()].every((count) => count === Number(rounds)) ? 0 : 1);
