import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { createRedisClient } from "../../../../src/adapters/redis/server/client.js";
import { script } from "../../../../src/adapters/redis/server/script.js";
import { eventually } from "../../../support/eventually.js";
import { freePort } from "../../../support/free-port.js";

const bulk = (text: string) => `$${text.length}\r\n${text}\r\n`;
const slots = (ports: readonly number[]) => {
  const size = 16_384 / ports.length;
  const shards = ports.map(
    (port, at) =>
      `*3\r\n:${at * size}\r\n:${(at + 1) * size - 1}\r\n*3\r\n${bulk("127.0.0.1")}:${port}\r\n${bulk(`node-${port}`)}`,
  );
  return `*${ports.length}\r\n${shards.join("")}`;
};

/** A node of a cluster that knows nothing but who holds the slots. */
const startNode = async (port: number, owners: () => readonly number[]) => {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("data", (chunk) => {
      for (const command of chunk
        .toString()
        .split(/\*\d+\r\n/)
        .slice(1))
        socket.write(command.includes("SLOTS") ? slots(owners()) : "+OK\r\n");
    });
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    stop: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
};

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const open = (ports: readonly number[], deadlineMs: number) => {
  const client = createRedisClient({ urls: ports.map((port) => `redis://127.0.0.1:${port}`), deadlineMs });
  closing.push(() => client.close());
  const ask = () => client.evaluate(script("return 1"), ["{a}:key"], []).catch((error: Error) => error);
  return { client, ask };
};

test("a cluster that was away as a whole is well again once it is back", async () => {
  const ports = [await freePort(), await freePort()];
  const start = () => Promise.all(ports.map((port) => startNode(port, () => ports)));
  let nodes = await start();
  const { client, ask } = open(ports, 2_000);
  for (const key of ["{a}:key", "{b}:key", "{c}:key", "{d}:key"] as const)
    expect(await client.evaluate(script("return 1"), [key], [])).toBe("OK");
  expect(client.troubles()).toEqual([]);
  for (const node of nodes) await node.stop();
  // After a second node-redis looks for the cluster again, and finds none of its servers.
  const began = performance.now();
  await eventually("the whole cluster is away for a while", async () => {
    expect(await ask()).toBeInstanceOf(Error);
    return performance.now() - began > 3_000;
  });
  expect(client.troubles()).not.toEqual([]);
  nodes = await start();
  closing.push(async () => void (await Promise.all(nodes.map((node) => node.stop()))));
  await eventually("calls are answered again", async () => (await ask()) === "OK");
  await eventually("no trouble is left", () => client.troubles().length === 0);
}, 60_000);

test("a server that left the cluster while the connection was made anew is no trouble", async () => {
  const [stays, leaves] = [await freePort(), await freePort()];
  let owners: readonly number[] = [leaves];
  const node = await startNode(stays, () => owners);
  closing.push(node.stop);
  const { client, ask } = open([stays, leaves], 300);
  expect(await ask()).toBeInstanceOf(Error);
  expect(client.troubles()).toContainEqual(expect.stringContaining(`127.0.0.1:${leaves} is away`));
  owners = [stays];
  await eventually("calls are answered again", async () => (await ask()) === "OK");
  await eventually("no trouble is left", () => client.troubles().length === 0);
}, 60_000);

test("a server that leaves the cluster is no trouble once its slots are elsewhere", async () => {
  const [stays, leaves] = [await freePort(), await freePort()];
  let owners: readonly number[] = [leaves];
  const node = await startNode(stays, () => owners);
  closing.push(node.stop);
  const other = await startNode(leaves, () => owners);
  const { client, ask } = open([stays, leaves], 2_000);
  expect(await ask()).toBe("OK");
  await other.stop();
  await eventually("the server is away", () => client.troubles().length > 0);
  owners = [stays];
  await eventually("calls are answered again", async () => (await ask()) === "OK");
  await eventually("no trouble is left", () => client.troubles().length === 0);
}, 60_000);
