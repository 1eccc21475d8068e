import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Processor time of a command from its first to its last instant, beside that of a Node that does nothing. */
const commands: readonly (readonly string[])[] = [
  ["--help"],
  ["segments", "Hello"],
  ["phone", "+919876543210"],
  ["config"],
  ["templates", "list"],
  ["templates", "lint"],
  ["preview", "+919876543210", "Hello"],
];
const rounds = 9;

const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));
if (!existsSync(main)) {
  console.error("npm run build first: the command is measured as it is installed");
  process.exit(1);
}

/** A process tells its own processor time as it ends. */
const tells =
  'data:text/javascript,process.on("exit",()=>{const {user,system}=process.cpuUsage();process._rawDebug("cpu "+(user+system))})';

const cpuMs = (args: readonly string[]): number => {
  const { stderr } = spawnSync(process.execPath, ["--import", tells, ...args], { encoding: "utf8", input: "" });
  return Number(/^cpu (\d+)$/mu.exec(stderr)![1]) / 1_000;
};

/** The least of several: what else runs on the machine only adds. In turns, so that all meet the same machine. */
const least = new Map<readonly string[], number>();
const nothing = ["-e", "0"];
for (let round = 0; round < rounds; round++)
  for (const args of [nothing, ...commands.map((words) => [main, ...words])]) {
    const key = [nothing, ...commands].find((one) => one === args || one.join() === args.slice(1).join())!;
    least.set(key, Math.min(least.get(key) ?? Infinity, cpuMs(args)));
  }
const bare = least.get(nothing)!;
console.log(`node -e 0: ${bare.toFixed(0)} ms of processor time`);
for (const words of commands) {
  const ms = least.get(words)!;
  console.log(`sms ${words.join(" ")}: ${ms.toFixed(0)} ms, ${(ms / bare).toFixed(1)} x node -e 0`);
}
