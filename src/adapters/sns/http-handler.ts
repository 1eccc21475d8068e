import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import type { Socket } from "node:net";
import { type Call, errorNamed } from "./call.js";

/** The request that the SDK hands over, as far as SNS uses it, with its call. */
export interface OutgoingRequest {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number | undefined;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | undefined;
  readonly call: Call;
}

export interface Answer {
  readonly statusCode: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: Uint8Array;
}

/** SNS answers in a few hundred bytes. */
const largestAnswer = 1024 * 1024;

/**
 * AWS' SDK for Java drops a connection idle for 60 s. This is well before SNS might drop one, because a text sent
 * into a dropped connection would be ambiguous.
 */
const idleMs = 30_000;

/** Calls back the moment bytes can leave: the socket was open already, or has opened (for TLS: has shaken hands). */
const whenWritable = (request: ClientRequest, writable: () => void): void => {
  request.once("socket", (socket: Socket & { encrypted?: boolean }) => {
    if (socket.connecting) socket.once(socket.encrypted === true ? "secureConnect" : "connect", writable);
    else writable();
  });
};

const collect = (incoming: IncomingMessage, done: (body: Uint8Array) => void, failed: (error: Error) => void): void => {
  const chunks: Buffer[] = [];
  let size = 0;
  incoming.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size > largestAnswer) incoming.destroy(errorNamed("AnswerTooLarge"));
    else chunks.push(chunk);
  });
  incoming.on("error", failed);
  incoming.once("end", () => done(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
};

/**
 * The SDK's requestHandler on `node:http`. It reads the whole answer itself, sets no timer (the call has one) and tells the
 * call when its request may have left, which the SDK's own handler cannot say. Keeps up to `maxSockets` connections.
 */
export class HttpHandler {
  readonly metadata = { handlerProtocol: "http/1.1" };
  readonly #http: HttpAgent;
  readonly #https: HttpsAgent;

  constructor(maxSockets: number) {
    const pool = { keepAlive: true, maxSockets, timeout: idleMs };
    this.#http = new HttpAgent(pool);
    this.#https = new HttpsAgent(pool);
  }

  /** Rejects with Node's own error when the request cannot be sent or the answer not be read whole. */
  async handle(request: OutgoingRequest): Promise<{ response: Answer }> {
    const { call, protocol, hostname, port, method, path, headers, body } = request;
    const secure = protocol === "https:";
    if (!(await call.mayLeave())) throw errorNamed("AbortError");
    return new Promise((resolve, reject) => {
      const outgoing = (secure ? httpsRequest : httpRequest)({
        host: hostname.replace(/^\[(.*)\]$/u, "$1"),
        port,
        method,
        path,
        headers,
        agent: secure ? this.#https : this.#http,
      });
      call.onEnd(() => outgoing.destroy());
      whenWritable(outgoing, () => call.leaves());
      outgoing.once("response", (incoming) => {
        const { statusCode = 0, headers } = incoming;
        collect(incoming, (whole) => resolve({ response: { statusCode, headers, body: whole } }), reject);
      });
      outgoing.on("error", reject);
      outgoing.end(body);
    });
  }

  destroy(): void {
    this.#http.destroy();
    this.#https.destroy();
  }

  /** The SDK asks these two of every handler; there is nothing to change here. */
  updateHttpClientConfig(): void {}

  httpHandlerConfigs(): Record<string, never> {
    return {};
  }
}
