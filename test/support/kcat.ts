import { spawn } from "node:child_process";
import { once } from "node:events";

/** Runs kcat, an independent client, with `input` on its standard input; resolves with what it printed. */
export const kcat = async (brokers: string, args: readonly string[], input = ""): Promise<string> => {
  const child = spawn("kcat", ["-b", brokers, ...args], { stdio: ["pipe", "pipe", "pipe"] });
  const printed: Buffer[] = [];
  const complaints: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => printed.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => complaints.push(chunk));
  child.stdin.end(input);
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`kcat ended with ${code}: ${Buffer.concat(complaints)}`);
  return Buffer.concat(printed).toString();
};
