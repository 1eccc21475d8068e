import { type ChildProcess, spawn } from "node:child_process";

/** One service in a process of its own, as `npm start` runs it: its test builds it first. */
export interface ServiceProcess {
  readonly pid: number;
  /** Its HTTP address, once it is ready; rejects when it ends before. */
  readonly ready: Promise<string>;
  /** Exit code; null after a signal that it did not handle. */
  readonly ended: Promise<number | null>;
  /** Everything it wrote. */
  output(): string;
  signal(name: NodeJS.Signals): void;
}

const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

const mostOutput = 4 * 1024 * 1024;

/** `program`: what node runs, its options before it. `cwd`: the folder in which it runs. */
export const startServiceProcess = (
  environment: Readonly<Record<string, string>>,
  program: readonly string[] = ["dist/main.js"],
  cwd = ".",
): ServiceProcess => {
  const child = spawn(process.execPath, program, {
    cwd,
    env: {
      PATH: process.env["PATH"] ?? "",
      HTTP_PORT: "0",
      SIMULATOR_PORT: "0",
      LOG_LEVEL: "warn",
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
      ...environment,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  let text = "";
  const ended = new Promise<number | null>((resolve) => {
    child.once("exit", (code) => {
      running.delete(child);
      resolve(code);
    });
  });
  const ready = new Promise<string>((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      if (text.length < mostOutput) text += chunk.toString();
      const url = /ready on (http:\/\/\S+)/u.exec(text)?.[1];
      if (url !== undefined) resolve(url);
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    void ended.then((code) => reject(new Error(`the service ended with ${code}:\n${text.slice(-4_000)}`)));
  });
  ready.catch(() => undefined);
  return {
    pid: child.pid!,
    ready,
    ended,
    output: () => text,
    signal: (name) => void child.kill(name),
  };
};
