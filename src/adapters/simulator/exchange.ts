import type { IncomingMessage, ServerResponse } from "node:http";
import { SnsError } from "./sns-error.js";

/** SNS itself takes 256 KiB. */
const largestBody = 256 * 1024;

export const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestBody) throw new SnsError(413, "RequestEntityTooLarge", `The body is over ${largestBody} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
};

export const answer = (
  response: ServerResponse,
  status: number,
  type: string,
  body: string | Uint8Array,
  headers: Readonly<Record<string, string>> = {},
): void => {
  response.writeHead(status, {
    "content-type": type,
    "content-length": Buffer.byteLength(body),
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    ...headers,
    // The rest of a body that is too large is not read.
    ...(status === 413 ? { connection: "close" } : {}),
  });
  response.end(body);
};

export const answerJson = (response: ServerResponse, status: number, value: unknown): void =>
  answer(response, status, "application/json; charset=utf-8", JSON.stringify(value));
