import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { answerJson } from "./exchange.js";

type Answer = readonly [status: number, error: string, message: string];

const broken: Answer = [400, "BadRequest", "This is no HTTP/1.1 request"];
const expectation = "Leave the header Expect out: 100-continue is all that it may say";
/** Node's errors of a request that it could not read (nodejs.org/api/http.html#event-clienterror). */
const answers: Readonly<Record<string, Answer>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, "RequestTimeout", "The request did not arrive in time; send it in one go"],
  HPE_HEADER_OVERFLOW: [431, "HeadersTooLarge", "The address and the headers have at most 16 KiB together"],
};

const write = (socket: Socket, [status, error, message]: Answer): void => {
  const body = JSON.stringify({ error, message });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    "Content-Type: application/json; charset=utf-8",
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Connection: close",
  ].join("\r\n");
  socket.end(`${head}\r\n\r\n${body}`);
};

/** Answers what no call ever sees, since Node refuses it first without a word, in the form of all other refusals. */
export const answerUnread = (server: Server): void => {
  server.on("clientError", (error: Error & { readonly code?: string }, socket: Socket) => {
    if (error.code === "ECONNRESET" || !socket.writable) socket.destroy();
    else write(socket, answers[error.code ?? ""] ?? broken);
  });
  server.on("checkExpectation", (_request: IncomingMessage, response: ServerResponse) =>
    answerJson(response, 417, { error: "ExpectationFailed", message: expectation }),
  );
};
