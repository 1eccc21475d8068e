import { AsyncLocalStorage } from "node:async_hooks";
import { type ClientRequest, Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { Socket } from "node:net";
import { type MessageAttributeValue, PublishCommand, SNSClient, type SNSClientConfig } from "@aws-sdk/client-sns";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import type { GatewayAnswer, GatewayText, SmsGateway } from "../../application/ports/sms-gateway.js";
import { classify, type Failure } from "./classify.js";

export interface SnsOptions {
  readonly region: string;
  readonly endpoint?: string | undefined;
  readonly credentials?: SNSClientConfig["credentials"] | undefined;
  /** At least the number of texts in flight: a text that waits for a socket spends its time on it. */
  readonly maxSockets: number;
  readonly connectTimeoutMs?: number;
  readonly requestTimeoutMs?: number;
}

interface Call {
  written: boolean;
}

const calls = new AsyncLocalStorage<Call>();

/**
 * Notes on the running call the moment its bytes can leave: when it gets a socket that is already open, or when its own
 * socket has opened (for TLS: has shaken hands). What the SDK writes earlier waits in this process's memory.
 */
const watch = (request: ClientRequest): void => {
  const call = calls.getStore();
  if (call === undefined) return;
  const written = () => {
    call.written = true;
  };
  request.once("socket", (socket: Socket & { encrypted?: boolean }) => {
    if (socket.connecting) socket.once(socket.encrypted === true ? "secureConnect" : "connect", written);
    else written();
  });
};

/** Node calls `addRequest` in the ClientRequest's constructor; @types/node leaves it out, every agent library builds on it. */
type AddRequest = { addRequest(request: ClientRequest, ...rest: unknown[]): void };

const watched = <A extends HttpAgent>(agent: A): A => {
  const open = agent as A & AddRequest;
  const add = open.addRequest.bind(agent);
  open.addRequest = (request, ...rest) => {
    watch(request);
    add(request, ...rest);
  };
  return agent;
};

const smsType = { otp: "Transactional", transactional: "Transactional", promotional: "Promotional" } as const;

const attributesOf = (text: GatewayText): Record<string, MessageAttributeValue> => {
  const values = {
    "AWS.SNS.SMS.SMSType": smsType[text.class],
    "AWS.SNS.SMS.SenderID": text.senderId,
    "AWS.MM.SMS.OriginationNumber": text.originationNumber,
    "AWS.MM.SMS.EntityId": text.entityId,
    "AWS.MM.SMS.TemplateId": text.templateId,
  };
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, { DataType: "String", StringValue: value }]],
    ),
  );
};

/** SDK errors by their shape: name and status, never their class. */
const failureOf = (error: unknown): Omit<Failure, "written"> => {
  const { name, code, message, $metadata, $response } = (error ?? {}) as {
    name?: string;
    code?: unknown;
    message?: string;
    $metadata?: { httpStatusCode?: number };
    $response?: { statusCode?: number };
  };
  return {
    name: name ?? "Error",
    code: typeof code === "string" && /^E[A-Z_]+$/u.test(code) ? code : undefined,
    status: $metadata?.httpStatusCode ?? $response?.statusCode,
    parameter: /^Invalid parameter: ([A-Za-z.]{1,40})\b/u.exec(message ?? "")?.[1],
  };
};

export class SnsSmsGateway implements SmsGateway {
  readonly name = "sns";
  readonly #client: SNSClient;
  readonly #longestMs: number;

  constructor(options: SnsOptions) {
    const { region, endpoint, credentials, maxSockets, connectTimeoutMs = 2_000, requestTimeoutMs = 5_000 } = options;
    this.#longestMs = connectTimeoutMs + requestTimeoutMs;
    this.#client = new SNSClient({
      region,
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(credentials === undefined ? {} : { credentials }),
      maxAttempts: 1,
      requestHandler: new NodeHttpHandler({
        httpAgent: watched(new HttpAgent({ keepAlive: true, maxSockets })),
        httpsAgent: watched(new HttpsAgent({ keepAlive: true, maxSockets })),
        connectionTimeout: connectTimeoutMs,
        requestTimeout: requestTimeoutMs,
        throwOnRequestTimeout: true,
      }),
    });
  }

  async publish(text: GatewayText, signal: AbortSignal): Promise<GatewayAnswer> {
    const call: Call = { written: false };
    if (signal.aborted) return classify({ name: "AbortError", written: false, aborted: true });
    const stop = new AbortController();
    const ended = new Promise<never>((_, reject) => {
      stop.signal.addEventListener("abort", () =>
        reject(Object.assign(new Error("ended"), { name: signal.aborted ? "AbortError" : "TimeoutError" })),
      );
    });
    const end = () => stop.abort();
    signal.addEventListener("abort", end, { once: true });
    // The SDK's own timeouts cover neither its search for credentials nor the body of an answer.
    const timer = setTimeout(end, this.#longestMs);
    try {
      const { MessageId: id } = await Promise.race([ended, calls.run(call, () => this.#send(text, stop.signal))]);
      return id === undefined || id === ""
        ? { kind: "ambiguous", detail: "HTTP 200 without a MessageId" }
        : { kind: "accepted", providerMessageId: id };
    } catch (error) {
      return classify({ ...failureOf(error), written: call.written, aborted: signal.aborted });
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
    }
  }

  async close(): Promise<void> {
    this.#client.destroy();
  }

  /** Async, so that what the SDK throws at once is a rejection too. */
  async #send(text: GatewayText, abortSignal: AbortSignal) {
    return this.#client.send(
      new PublishCommand({ PhoneNumber: text.to, Message: text.text, MessageAttributes: attributesOf(text) }),
      { abortSignal },
    );
  }
}
