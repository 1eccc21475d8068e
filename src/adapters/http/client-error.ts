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

/** Answers what no route ever sees, since Node refuses it first, with a problem document too; then closes the connection. */
export const answerClientError = (error: Error & { readonly code?: string }, socket: Socket): void => {
  if (error.code === "ECONNRESET" || socket.destroyed) return;
  const [status, code, detail] = answers[error.code ?? ""] ?? broken;
  const body = JSON.stringify({
    type: `/docs/problems#${code}`,
    title: problemWords[code].title,
    ...{ status, detail, code },
  });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    "Content-Type: application/problem+json",
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${randomUUID()}`,
    "Connection: close",
  ];
  if (socket.writable) socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
  else socket.destroy();
};
