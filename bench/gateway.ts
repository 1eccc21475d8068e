import { fork } from "node:child_process";
import { once } from "node:events";

export interface Seen {
  /** Publishes since its start. */
  readonly taken: number;
  /** Ages in ms of the stamped ones since it was last asked. */
  readonly ages: readonly number[];
  /** The most at a time since it was last asked. */
  readonly most: number;
  /** Taken and not answered. */
  readonly underWay: number;
}

export interface Gateway {
  readonly url: string;
  /** `kill`: the id of a client that is killed first. */
  seen(kill?: number): Promise<Seen>;
  stop(): void;
}

/** SNS' stand-in in a process of its own, so that its work is not the service's. */
export const startGateway = async (delayMs: number): Promise<Gateway> => {
  const child = fork(new URL("./canned-sns.ts", import.meta.url), [String(delayMs)], {
    stdio: ["ignore", "pipe", "inherit", "ipc"],
    execArgv: process.execArgv,
  });
  const [port] = (await once(child.stdout!, "data")) as [Buffer];
  return {
    url: `http://127.0.0.1:${String(port).trim()}`,
    seen: async (kill) => {
      const told = once(child, "message");
      child.send(kill ?? "seen?");
      const [seen] = (await told) as [Seen];
      return seen;
    },
    stop: () => child.disconnect(),
  };
};
