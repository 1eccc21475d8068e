import { type Dispatcher, Pool } from "undici";
import { type Call, errorNamed } from "./call.js";

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** SNS answers in a few hundred bytes. */
const largestAnswer = 1024 * 1024;

/**
 * AWS' SDK for Java drops a connection idle for 60 s. This is well before SNS might drop one, because a text sent
 * into a dropped connection would be ambiguous.
 */
const idleMs = 30_000;

/** One request and its answer, as undici tells of them. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #call: Call;
  readonly #resolve: (answer: Answer) => void;
  readonly #reject: (error: Error) => void;
  readonly #chunks: Buffer[] = [];
  #size = 0;
  #status = 0;
  #headers: Answer["headers"] = {};

  constructor(call: Call, resolve: (answer: Answer) => void, reject: (error: Error) => void) {
    this.#call = call;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  /** Comes on an open connection, before the first byte is written. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#call.over) {
      controller.abort(errorNamed("AbortError"));
      return;
    }
    this.#call.onEnd(() => controller.abort(errorNamed("AbortError")));
    this.#call.leaves();
  }

  /** Comes again for the true answer after an informational one. */
  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: Answer["headers"]): void {
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#size += chunk.length;
    if (this.#size > largestAnswer) controller.abort(errorNamed("AnswerTooLarge"));
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.#resolve({ status: this.#status, headers: this.#headers, body: Buffer.concat(this.#chunks).toString("utf8") });
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#reject(error);
  }
}

/** Up to `most` connections to one origin, one request at a time on each. No request is repeated here. */
export class Connections {
  readonly #pool: Pool;

  /** `connectTimeoutMs`: after it a connection that does not open is given up. */
  constructor(origin: string, most: number, connectTimeoutMs: number) {
    this.#pool = new Pool(origin, {
      connections: most,
      pipelining: 1,
      keepAliveTimeout: idleMs,
      keepAliveMaxTimeout: idleMs,
      // The call has its own deadline.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: { timeout: connectTimeoutMs },
    });
  }

  /** Rejects when the request cannot be sent or its answer not be read whole. */
  post(path: string, headers: Record<string, string>, body: string, call: Call): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#pool.dispatch({ method: "POST", path, headers, body }, new Exchange(call, resolve, reject));
    });
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }
}
