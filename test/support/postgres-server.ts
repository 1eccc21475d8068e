import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { eventually } from "./eventually.js";
import { freePort } from "./free-port.js";
import { programPath } from "./program-path.js";

export interface PostgresServer {
  readonly url: string;
  /** The address of a new, empty database. */
  database(): Promise<string>;
  /** Ends at once, as by a power cut. */
  kill(): Promise<void>;
  /** Starts again on the same port, with the data it had written. */
  restart(): Promise<void>;
  /** Ends, and removes its folder. */
  stop(): Promise<void>;
}

/** PostgreSQL refuses to run as root: root runs it as the account that Debian's package makes. */
const account = (): { readonly uid: number; readonly gid: number } | undefined => {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (flag: string): number => Number(String(spawnSync("id", [flag, "postgres"]).stdout).trim());
  return { uid: idOf("-u"), gid: idOf("-g") };
};

/** Its shell waits for the end of our side of the pipe, which comes however this process ends, and then ends the server. */
const guarded = '"$@" >/dev/null 2>&1 & echo $!; read line; kill -9 $! 2>/dev/null; wait $!';

/** The rows of one statement, on a connection of its own. */
export const queryPostgres = async (url: string, sql: string) => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
};

const answers = async (url: string): Promise<void> => {
  for (let tries = 0; tries < 500; tries += 1) {
    const client = new pg.Client({ connectionString: url });
    client.on("error", () => undefined);
    const up = await client.connect().then(
      () => true,
      () => false,
    );
    await client.end().catch(() => undefined);
    if (up) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("postgres does not answer");
};

/** The processes that serve connections: each lives on for a moment after the first one, and answers. */
const childrenOf = (pid: string): readonly string[] => {
  const list = `/proc/${pid}/task/${pid}/children`;
  return existsSync(list) ? readFileSync(list, "utf8").trim().split(" ").filter(Boolean) : [];
};

/** A PostgreSQL of its own on a free loopback port; it ends with this process at the latest, however that ends. */
export const startPostgres = async (): Promise<PostgresServer> => {
  const port = await freePort();
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  const folder = mkdtempSync(join(tmpdir(), "sms-postgres-"));
  const as = account();
  if (as !== undefined) chownSync(folder, as.uid, as.gid);
  const data = join(folder, "data");
  const made = spawnSync(programPath("initdb")!, ["-D", data, "-U", "postgres", "-A", "trust", "-N", "-E", "UTF8"], {
    ...as,
    cwd: folder,
    encoding: "utf8",
  });
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);
  const words = ["-D", data, "-p", String(port), "-h", "127.0.0.1", "-k", folder, "-c", "fsync=off"];
  let shell: ChildProcess | undefined;
  let first = "";
  let databases = 0;
  const start = async (): Promise<void> => {
    shell = spawn("sh", ["-c", guarded, "sh", programPath("postgres")!, ...words], {
      ...as,
      cwd: folder,
      stdio: ["pipe", "pipe", "ignore"],
    });
    const [pid] = (await once(shell.stdout!, "data")) as [Buffer];
    first = String(pid).trim();
    await answers(url);
  };
  const kill = async (): Promise<void> => {
    if (shell === undefined) return;
    const ended = once(shell, "exit");
    const serving = childrenOf(first);
    shell.stdin?.end();
    shell = undefined;
    await ended;
    await eventually("the end of those that serve", () => serving.every((pid) => !existsSync(`/proc/${pid}`)));
    rmSync(join(data, "postmaster.pid"), { force: true });
  };
  await start();
  return {
    url,
    database: async () => {
      databases += 1;
      await queryPostgres(url, `CREATE DATABASE d${databases}`);
      return url.replace(/postgres$/, `d${databases}`);
    },
    kill,
    restart: async () => {
      await kill();
      await start();
    },
    stop: async () => {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
