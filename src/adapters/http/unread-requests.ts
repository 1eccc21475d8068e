import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { FastifyInstance } from "fastify";
import { unreadAnswer, writeUnread } from "./client-error.js";
import { problem } from "./problem.js";

const expectation = "Leave the header Expect out: 100-continue is all that it may say";
const noProxy = "This service is no proxy";
const oneHost = "Send one header Host, the name by which you reach this service (RFC 9112 §3.2)";

const hostsOf = ({ rawHeaders }: IncomingMessage): number =>
  rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === "host").length;

/** Answers with a problem document where Node alone would answer without a word, and keeps the headers that it would drop. */
export const answerUnread = (server: FastifyInstance): void => {
  const { server: node } = server;
  // Node leaves out all headers behind the 2,000th, an Idempotency-Key among them; 16 KiB of them bound them already.
  node.maxHeadersCount = 0;
  node.on("checkExpectation", (_request: IncomingMessage, response: ServerResponse) => {
    const { body, headers, status } = unreadAnswer([417, "bad-request", expectation]);
    response.writeHead(status, headers).end(body);
  });
  node.on("connect", (_request: IncomingMessage, socket: Socket) => {
    // Node listens to its faults no more.
    socket.on("error", () => socket.destroy());
    writeUnread(socket, [400, "bad-request", noProxy]);
  });
  server.addHook("onRequest", async ({ id, raw }, reply) => {
    const hosts = hostsOf(raw);
    if (hosts === 1 || (hosts === 0 && raw.httpVersion === "1.0")) return;
    return problem(reply.header("x-request-id", id), 400, "bad-request", oneHost);
  });
};
