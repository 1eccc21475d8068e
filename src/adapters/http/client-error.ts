import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { randomUUID } from "node:crypto";
import { type ProblemCode, problemWords } from "./problem.js";

type Answer = readonly [status: number, code: ProblemCode, detail: string];

const broken: Answer = [400, "bad-request", "This is no HTTP/1.1 request"];
/** Node's errors of a request that it could not read (nodejs.org/api/http.html#event-clienterror). */
const answers: Readonly<Record<string, Answer>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, "request-timeout", "The request did not arrive in time; send it in one go"],
  HPE_HEADER_OVERFLOW: [431, "headers-too-large", "The address and the headers have at most 16 KiB together"],
};

/** A problem document outside of every route, after which the connection is closed. */
export const unreadAnswer = ([status, code, detail]: Answer) => {
  const { title } = problemWords[code];
  const body = JSON.stringify({ type: `/docs/problems#${code}`, title, status, detail, code });
  const headers = {
    "Content-Type": "application/problem+json",
    "Content-Length": String(Buffer.byteLength(body)),
    "X-Request-Id": randomUUID(),
    Connection: "close",
  };
  return { status, headers, body };
};

export const writeUnread = (socket: Socket, answer: Answer): void => {
  const { body, headers, status } = unreadAnswer(answer);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines].join("\r\n");
  if (socket.writable) socket.end(`${head}\r\n\r\n${body}`);
  else socket.destroy();
};

/** Answers what no route ever sees, since Node refuses it first, with a problem document too; then closes the connection. */
export const answerClientError = (error: Error & { readonly code?: string }, socket: Socket): void => {
  if (error.code === "ECONNRESET" || socket.destroyed) return;
  writeUnread(socket, answers[error.code ?? ""] ?? broken);
};
