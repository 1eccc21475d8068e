import { backoff } from "../../../domain/backoff.js";
import { createClient, createCluster, RESP_TYPES } from "redis";

export type Argument = string | Buffer;

/** One server that takes writes, over one connection. `epoch` changes with each new connection. */
export interface Master {
  readonly name: string;
  readonly epoch: () => number;
  send(command: readonly Argument[]): Promise<unknown>;
}

/**
 * node-redis, standalone or cluster, without its offline queue: a command that cannot be written now is refused, so
 * nothing is sent late.
 */
export interface Connection {
  /** Resolves once commands can be written; rejects when `destroy` came first. */
  readonly ready: Promise<void>;
  /** Sends to the owner of `key`, following a cluster's redirections. Bulk strings come as Buffers where `buffers`. */
  send(key: string, command: readonly Argument[], buffers: boolean): Promise<unknown>;
  masterOf(key: string): Promise<Master>;
  masters(): Promise<readonly Master[]>;
  /** Waits for calls in flight, then closes. */
  close(): Promise<void>;
  destroy(): void;
}

/** Hears of trouble with a server's connection: undefined once it is well again. */
export type Heard = (server: string, trouble: string | undefined) => void;

const reconnectStrategy = backoff(50, 1_000);
/** No AbortSignal for each command: every call has its own deadline (client.ts). */
const commandOptions = { timeout: 0 };
const bytes = { ...commandOptions, typeMapping: { [RESP_TYPES.BLOB_STRING]: Buffer } };
const common = { disableOfflineQueue: true, disableClientInfo: true, maintNotifications: "disabled", RESP: 2 } as const;

/** The password for each new connection, where it may change; undefined: the URL's. */
export type SignIn = (() => string) | undefined;

/** node-redis lets a URL's user win over a provider of credentials, so the URL that goes with one has none. */
const signedIn = (url: string, password: SignIn) => {
  if (password === undefined) return { url };
  const server = new URL(url);
  const username = decodeURIComponent(server.username) || "default";
  server.username = "";
  const credentials = async () => ({ username, password: password() });
  return { url: server.href, credentialsProvider: { type: "async-credentials-provider", credentials } } as const;
};

const hostOf = (url: string): string => new URL(url).host;

export const connectStandalone = (url: string, connectTimeout: number, heard: Heard, signIn: SignIn): Connection => {
  const socket = { connectTimeout, reconnectStrategy };
  const client = createClient({ ...common, ...signedIn(url, signIn), commandOptions, socket });
  const name = hostOf(url);
  client.on("error", (error: Error) => heard(name, error.message));
  client.on("ready", () => heard(name, undefined));
  const master: Master = {
    name,
    epoch: () => client.socketEpoch,
    send: (command) => client.sendCommand(command, commandOptions),
  };
  return {
    ready: client.connect().then(() => undefined),
    send: (_key, command, buffers) => client.sendCommand(command, buffers ? bytes : commandOptions),
    masterOf: async () => master,
    masters: async () => [master],
    close: () => client.close(),
    destroy: () => client.destroy(),
  };
};

/** A cluster is found through any of its nodes; each node is connected when it is first needed, so that a dead one holds up nobody. */
export const connectCluster = (
  urls: readonly string[],
  connectTimeout: number,
  heard: Heard,
  signIn: SignIn,
): Connection => {
  const { protocol, username, password } = new URL(urls[0]!);
  const cluster = createCluster({
    rootNodes: urls.map((url) => signedIn(url, signIn)),
    minimizeConnections: true,
    RESP: common.RESP,
    commandOptions,
    topologyRefreshOnReconnectionAttemptStrategy: 1_000,
    defaults: {
      ...common,
      ...(username === "" ? {} : { username: decodeURIComponent(username) }),
      ...(password === "" ? {} : { password: decodeURIComponent(password) }),
      ...(signIn === undefined ? {} : { credentialsProvider: signedIn(urls[0]!, signIn).credentialsProvider }),
      socket: { connectTimeout, reconnectStrategy, ...(protocol === "rediss:" ? { tls: true as const } : {}) },
    },
  });
  let destroyed = false;
  let found = false;
  // Once it is found, each node tells for itself: a later search that fails is repeated, and nothing tells that one went well.
  cluster.on("error", (error: Error) => {
    if (!found) heard("cluster", error.message);
  });
  cluster.on("connect", () => {
    found = true;
    heard("cluster", undefined);
  });
  cluster.on("node-error", (error: Error, node: { host?: string; port?: number }) =>
    heard(`${node.host}:${node.port}`, error.message),
  );
  cluster.on("node-ready", (node: { host?: string; port?: number }) => heard(`${node.host}:${node.port}`, undefined));
  cluster.on("node-disconnect", (node: { host?: string; port?: number }) =>
    heard(`${node.host}:${node.port}`, undefined),
  );

  const discover = async (): Promise<void> => {
    for (let attempt = 0; ; attempt += 1) {
      if (destroyed) throw new Error("The connection is closed");
      try {
        await cluster.connect();
        return;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, reconnectStrategy(attempt)));
      }
    }
  };
  return {
    ready: discover(),
    send: (key, command, buffers) => cluster.sendCommand(key, false, [...command], buffers ? bytes : commandOptions),
    masterOf: async (key) => {
      const client = await cluster.getNodeClientForKey(key);
      const { host, port } = (client.options.socket ?? {}) as { host?: string; port?: number };
      return {
        name: `${host}:${port}`,
        epoch: () => client.socketEpoch,
        send: (command) => client.sendCommand(command, commandOptions),
      };
    },
    masters: () =>
      Promise.all(
        cluster.masters.map(async (node) => {
          const client = await cluster.nodeClient(node);
          return {
            name: node.address,
            epoch: () => client.socketEpoch,
            send: (command: readonly Argument[]) => client.sendCommand(command, commandOptions),
          };
        }),
      ),
    close: () => cluster.close(),
    destroy: () => {
      destroyed = true;
      cluster.destroy();
    },
  };
};
