import { spawn } from "node:child_process";
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
  /** Forgets everything, for who needs it next. */
  close(): Promise<void>;
}

const patienceMs = 60_000;

/** Its shell waits for the end of our side of the pipe, which comes however this process ends, and then ends the server. */
const guarded = '"$@" >&2 & read line; kill -9 $!; wait $!';

const spare: MotoServer[] = [];

const start = async (program: string): Promise<MotoServer> => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const words = ["-c", guarded, "sh", program, "-H", "127.0.0.1", "-p", String(port)];
  const child = spawn("sh", words, { stdio: ["pipe", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (chunk) => {
    said = (said + chunk).slice(-2_000);
  });
  const answers = () =>
    fetch(`${url}/moto-api/data.json`)
      .then(({ ok }) => ok)
      .catch(() => false);
  const started = performance.now();
  while (!(await answers())) {
    if (performance.now() - started > patienceMs) {
      child.stdin.end();
      throw new Error(`moto_server did not start: ${said}`);
    }
    await sleep(100);
  }
  const reset = async () => {
    await fetch(`${url}/moto-api/reset`, { method: "POST" });
  };
  const moto: MotoServer = {
    url,
    texts: async () => {
      const data = (await (await fetch(`${url}/moto-api/data.json`)).json()) as { sns?: { SMS?: MotoText[] } };
      return data.sns?.SMS ?? [];
    },
    reset,
    close: async () => {
      await reset();
      spare.push(moto);
    },
  };
  return moto;
};

/**
 * moto's own SNS on a free loopback port, as new (PyPI `moto[server]`). One that was closed before in this process goes on:
 * a start takes two seconds. It ends with this process at the latest, however that ends.
 */
export const startMoto = async (): Promise<MotoServer> => {
  const program = programPath("moto_server");
  if (program === undefined) throw new Error("moto_server is missing: pip install 'moto[server]'");
  return spare.pop() ?? start(program);
};
