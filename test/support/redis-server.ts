import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "redis";
import { freePort } from "./free-port.js";

export interface RedisServer {
  readonly url: string;
  readonly port: number;
  /** Runs one command on a connection of its own. */
  command(...words: string[]): Promise<unknown>;
  /** Stops answering, as a frozen host does, until `resume`. */
  pause(): void;
  resume(): void;
  /** Steps its clock, as NTP or a person does: so many ms ahead of the machine's. Needs `clock: true`. */
  setClock(aheadMs: number): void;
  /** Ends at once, as by a power cut. */
  kill(): Promise<void>;
  /** Starts again on the same port, with the data that it had written. */
  restart(): Promise<void>;
  /** Ends, and removes its folder. */
  stop(): Promise<void>;
}

interface ServerOptions {
  /** Appends every write to disk before it is acknowledged, as production must. Default: nothing is kept. */
  readonly aof?: boolean | undefined;
  /** Lets its clock be stepped; needs `faketime`. */
  readonly clock?: boolean | undefined;
  /** Further `redis-server` options, `["--cluster-enabled", "yes"]`. */
  readonly options?: readonly string[] | undefined;
}

/** Its shell waits for the end of our side of the pipe, which comes however this process ends, and then ends the server. */
const guarded = 'redis-server "$@" >/dev/null 2>&1 & echo $!; read line; kill -9 $!; wait $!';

interface Running {
  readonly pid: number;
  readonly shell: ChildProcess;
}

const launch = async (words: readonly string[], environment: Readonly<Record<string, string>>): Promise<Running> => {
  const env = { ...process.env, ...environment };
  const shell = spawn("sh", ["-c", guarded, "sh", ...words], { stdio: ["pipe", "pipe", "ignore"], env });
  const [first] = (await once(shell.stdout, "data")) as [Buffer];
  return { pid: Number(String(first)), shell };
};

/**
 * The clock that a file tells, in place of the machine's. libfaketime and jemalloc, Redis's allocator, wait for each other at
 * the start (wolfcw/libfaketime issue 130), so libc comes before jemalloc and allocates.
 */
const steppedBy = (file: string): Readonly<Record<string, string>> => {
  const library = execFileSync("faketime", ["-m", "-f", "+0", "printenv", "LD_PRELOAD"], { encoding: "utf8" }).trim();
  return {
    LD_PRELOAD: `${library} libc.so.6`,
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_NO_CACHE: "1",
    FAKETIME_DONT_FAKE_MONOTONIC: "1",
  };
};

const command = async (url: string, words: readonly string[]): Promise<unknown> => {
  const client = createClient({ url, RESP: 2, socket: { reconnectStrategy: false } });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return await client.sendCommand([...words]);
  } finally {
    client.destroy();
  }
};

const answers = async (url: string): Promise<void> => {
  for (let tries = 0; tries < 500; tries += 1) {
    if ((await command(url, ["PING"]).catch(() => undefined)) === "PONG") return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("redis-server does not answer");
};

/** A `redis-server` of its own on a free loopback port; it ends with this process at the latest, however that ends. */
export const startRedis = async (given: ServerOptions = {}): Promise<RedisServer> => {
  const { aof = false, clock = false, options = [] } = given;
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  const folder = mkdtempSync(join(process.env["SMS_RUN_FOLDER"] ?? tmpdir(), "sms-redis-"));
  const clockFile = join(folder, "clock");
  const setClock = (aheadMs: number): void => {
    // Renamed, since the server reads it at any moment.
    writeFileSync(`${clockFile}.new`, `${aheadMs < 0 ? "" : "+"}${aheadMs / 1_000}\n`);
    renameSync(`${clockFile}.new`, clockFile);
  };
  if (clock) setClock(0);
  const start = async (): Promise<Running> => {
    const settings = {
      port: String(port),
      bind: "127.0.0.1",
      dir: folder,
      save: "",
      appendonly: aof ? "yes" : "no",
      appendfsync: "always",
      // It would wait 5 s for a second replica before the first gets its data.
      "repl-diskless-sync-delay": "0",
      "maxmemory-policy": "noeviction",
    };
    const words = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
    const started = await launch([...words, ...options], clock ? steppedBy(clockFile) : {});
    await answers(url);
    return started;
  };
  let server: Running | undefined = await start();
  const signal = (name: NodeJS.Signals): void => {
    if (server !== undefined) process.kill(server.pid, name);
  };
  const kill = async (): Promise<void> => {
    if (server === undefined) return;
    const { shell } = server;
    server = undefined;
    const ended = once(shell, "exit");
    shell.stdin?.end();
    await ended;
  };
  return {
    url,
    port,
    command: (...words) => command(url, words),
    pause: () => signal("SIGSTOP"),
    resume: () => signal("SIGCONT"),
    setClock,
    kill,
    restart: async () => {
      await kill();
      server = await start();
    },
    stop: async () => {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** One, or a cluster. */
export interface RedisServers {
  readonly urls: readonly string[];
  readonly nodes: readonly RedisServer[];
  stop(): Promise<void>;
}

/** Three masters that share the slots, each a `redis-server` of its own. */
export const startRedisCluster = async (): Promise<RedisServers> => {
  const nodes = await Promise.all(
    [0, 1, 2].map(() =>
      startRedis({ options: ["--cluster-enabled", "yes", "--cluster-node-timeout", "2000", "--cluster-port", "0"] }),
    ),
  );
  const ranges = [
    [0, 5_460],
    [5_461, 10_922],
    [10_923, 16_383],
  ] as const;
  await Promise.all(
    nodes.map((node, at) => node.command("CLUSTER", "ADDSLOTSRANGE", String(ranges[at]![0]), String(ranges[at]![1]))),
  );
  for (const [at, node] of nodes.entries()) await node.command("CLUSTER", "SET-CONFIG-EPOCH", String(at + 1));
  for (const node of nodes.slice(1)) await nodes[0]!.command("CLUSTER", "MEET", "127.0.0.1", String(node.port));
  for (const node of nodes)
    for (let tries = 0; !String(await node.command("CLUSTER", "INFO")).includes("cluster_state:ok"); tries += 1) {
      if (tries > 500) throw new Error("The cluster does not come up");
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  return {
    urls: nodes.map(({ url }) => url),
    nodes,
    stop: async () => {
      await Promise.all(nodes.map((node) => node.stop()));
    },
  };
};

const spare: RedisServers[] = [];

/**
 * A cluster as new, for whoever leaves its nodes and slots as they are: one that was stopped before is emptied and goes on,
 * since a node of a new cluster refuses to serve for two seconds.
 */
const borrowRedisCluster = async (): Promise<RedisServers> => {
  const cluster = spare.pop() ?? (await startRedisCluster());
  return {
    ...cluster,
    stop: async () => {
      for (const what of ["FLUSHALL", "SCRIPT FLUSH"])
        await Promise.all(cluster.nodes.map((node) => node.command(...what.split(" "))));
      spare.push(cluster);
    },
  };
};

const startAlone = async (): Promise<RedisServers> => {
  const server = await startRedis();
  return { urls: [server.url], nodes: [server], stop: () => server.stop() };
};

/** Both kinds of Redis that a contract is kept on: its name, and the way to start one. */
export const redisServers: readonly (readonly [name: string, start: () => Promise<RedisServers>])[] = [
  ["Redis", startAlone],
  ["a Redis cluster of three", borrowRedisCluster],
];
