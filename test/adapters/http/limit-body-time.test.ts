import { connect, type Socket } from "node:net";
import Fastify, { type FastifyInstance } from "fastify";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { limitBodyTime } from "../../../src/adapters/http/limit-body-time.js";
import { eventually } from "../../support/eventually.js";

const withinMs = 30_000;
const leastBytes = 1_000;
const piece = "x".repeat(leastBytes);

let server: FastifyInstance;
let socket: Socket;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
});
afterEach(async () => {
  vi.useRealTimers();
  socket.destroy();
  await server.close();
});

/** A server with a route for small bodies and one for files, and a body of `length` bytes begun at one of them. */
const begun = async (path: string, length: number) => {
  server = Fastify({ bodyLimit: 1e6 });
  limitBodyTime(server, { withinMs, slow: new Set(["/file"]), leastBytes });
  let size = 0;
  server.addContentTypeParser("*", async (_request: unknown, body: AsyncIterable<Buffer>) => {
    for await (const some of body) size += some.length;
    return size;
  });
  server.addHook("onRequest", async ({ url }, reply) => (url === "/forbidden" ? reply.code(403).send() : undefined));
  for (const url of ["/small", "/file", "/forbidden"]) server.post(url, async ({ body }) => ({ size: body }));
  const { port } = new URL(await server.listen({ host: "127.0.0.1", port: 0 }));
  let answer = "";
  let isClosed = false;
  socket = connect(Number(port), "127.0.0.1");
  socket.on("data", (data) => {
    answer += data.toString();
  });
  socket.on("close", () => {
    isClosed = true;
  });
  // The server may end the connection while a piece is on its way.
  socket.on("error", () => undefined);
  socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\nContent-Length: ${length}\r\n\r\n`);
  let sent = 0;
  return {
    /** Sends some of the body, and waits until the server has it. */
    send: async (some: string) => {
      sent += some.length;
      socket.write(some);
      await eventually("the server has it", () => size === sent);
    },
    answered: (text: string) => eventually(`${text} is answered`, () => answer.includes(text)),
    closed: () => eventually("the connection is closed", () => isClosed),
    answer: () => answer,
  };
};

test("a file may come slowly, longer than any other body may", async () => {
  const times = 5;
  const { answered, send } = await begun("/file", piece.length * times);
  for (let n = 0; n < times; n += 1) {
    await send(piece);
    vi.advanceTimersByTime(withinMs);
  }
  await answered(`{"size":${piece.length * times}}`);
  expect(vi.getTimerCount()).toBe(0);
});

test.each([
  ["a small body that is not there in time", "/small", piece],
  ["a file that drips less than it must", "/file", "x"],
])("%s is cut off, and told so", async (_, path, drip) => {
  const { answer, answered, closed, send } = await begun(path, 1e6);
  await send(piece);
  if (path === "/file") vi.advanceTimersByTime(withinMs);
  await send(drip);
  expect(answer()).toBe("");
  vi.advanceTimersByTime(withinMs);
  await answered('"code":"request-timeout"');
  expect(answer()).toMatch(/^HTTP\/1\.1 408 /u);
  await closed();
});

test("whoever was answered before the body came is not answered again", async () => {
  const { answer, answered, closed } = await begun("/forbidden", 1e6);
  await answered("HTTP/1.1 403");
  vi.advanceTimersByTime(withinMs);
  await closed();
  expect(answer()).not.toContain("408");
});
