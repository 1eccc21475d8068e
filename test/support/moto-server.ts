import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "./free-port.js";
import { programPath } from "./program-path.js";

/** One text as moto stored it; it keeps no attributes. */
export interface MotoText {
  readonly message_id: string;
  readonly phone_number: string;
  readonly message: string;
}

export interface MotoServer {
  readonly url: string;
  /** The texts that it took, oldest first. */
  texts(): Promise<readonly MotoText[]>;
  /** Forgets everything. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

const patienceMs = 60_000;

/** Starts moto's own SNS on a free loopback port and waits until it answers (PyPI `moto[server]`). */
export const startMoto = async (): Promise<MotoServer> => {
  const program = programPath("moto_server");
  if (program === undefined) throw new Error("moto_server is missing: pip install 'moto[server]'");
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(program, ["-H", "127.0.0.1", "-p", String(port)], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (chunk) => {
    said = (said + chunk).slice(-2_000);
  });
  const ended = once(child, "close");
  const close = async () => {
    child.kill("SIGKILL");
    await ended;
  };
  const answers = () =>
    fetch(`${url}/moto-api/data.json`)
      .then(({ ok }) => ok)
      .catch(() => false);
  const started = performance.now();
  while (!(await answers())) {
    if (child.exitCode !== null || performance.now() - started > patienceMs) {
      await close();
      throw new Error(`moto_server did not start: ${said}`);
    }
    await sleep(100);
  }
  return {
    url,
    texts: async () => {
      const data = (await (await fetch(`${url}/moto-api/data.json`)).json()) as { sns?: { SMS?: MotoText[] } };
      return data.sns?.SMS ?? [];
    },
    reset: async () => {
      await fetch(`${url}/moto-api/reset`, { method: "POST" });
    },
    close,
  };
};
