import { Readable, Writable } from "node:stream";
import { runCommandLine } from "../../src/composition/command-line.js";

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** `sms ARGS` as `dist/main.js` runs it, in this process; `input` is piped in. */
export const sms = async (
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  input = "",
): Promise<Ran> => {
  const written = { out: "", err: "" };
  const collect = (name: "out" | "err") =>
    new Writable({
      write: (chunk, _encoding, done) => {
        written[name] += String(chunk);
        done();
      },
    });
  const own = {
    argv: ["node", "sms", ...args],
    env: { ...environment },
    stdin: Readable.from(input === "" ? [] : [Buffer.from(input)]),
    stdout: collect("out"),
    stderr: collect("err"),
    on: () => undefined,
    once: () => undefined,
    exit: (code: number) => {
      throw new Error(`it ended the process with ${code}`);
    },
  };
  const code = await runCommandLine(own as unknown as NodeJS.Process, "0.0.0");
  return { code, ...written };
};
