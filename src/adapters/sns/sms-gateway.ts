import { PublishCommand, SNSClient, type SNSClientConfig } from "@aws-sdk/client-sns";
import type { Log } from "../../application/ports/log.js";
import type { Departure, GatewayAnswer, GatewayText, SmsGateway } from "../../application/ports/sms-gateway.js";
import { Call, type CallLimits } from "./call.js";
import { classify, type Failure } from "./classify.js";
import { type Target, userAgent } from "./create-signer.js";
import { createDirectPublish } from "./direct-publish.js";
import { HttpHandler } from "./http-handler.js";
import { provenTarget } from "./proven-target.js";
import { publishInput } from "./sdk-model.js";

export interface SnsOptions {
  readonly region: string;
  readonly endpoint?: string | undefined;
  readonly credentials?: SNSClientConfig["credentials"] | undefined;
  /** At least the number of texts in flight: a text that waits for a socket spends its time on it. */
  readonly maxSockets: number;
  readonly connectTimeoutMs?: number;
  readonly requestTimeoutMs?: number;
  /** Hears where the SDK writes other requests than this service. */
  readonly log?: Pick<Log, "warn"> | undefined;
  /** Proves that this service writes a Publish as the SDK does; rejects with the difference. */
  readonly prove?: (where: Pick<SnsOptions, "region" | "endpoint">) => Promise<Target>;
}

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

/** The calls under way, by the command's input: the one object that both its maker and the SDK's middleware hold. */
type Calls = WeakMap<object, Call>;

/** The SDK's client with one attempt, without the SDK's own handler, and with each request told which call it is part of. */
const clientOf = ({ region, endpoint, credentials, maxSockets }: SnsOptions, calls: Calls): SNSClient => {
  const client = new SNSClient({
    region,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
    maxAttempts: 1,
    // Saves a fifth of a Publish; demands that options are never passed along with the command.
    cacheMiddleware: true,
    requestHandler: new HttpHandler(maxSockets) as unknown as NonNullable<SNSClientConfig["requestHandler"]>,
  });
  client.middlewareStack.add(
    (next) => (args) => {
      const request = args.request as { headers: Record<string, string>; call?: Call | undefined };
      request.headers["user-agent"] = userAgent;
      request.call = calls.get(args.input);
      return next(args);
    },
    { step: "deserialize", name: "call" },
  );
  return client;
};

/** A way to publish: answers the MessageId, and rejects with the SDK's error. */
interface Way {
  publish(text: GatewayText, call: Call): Promise<string | undefined>;
  close(): Promise<void>;
}

/** Sends by the SDK's own pipeline, which takes the most processor time and knows every SDK's requests. */
const sdkWay = (client: SNSClient, calls: Calls): Way => ({
  publish: async (text, call) => {
    const input = publishInput(text);
    calls.set(input, call);
    return (await client.send(new PublishCommand(input))).MessageId;
  },
  close: async () => client.destroy(),
});

/** Writes each Publish itself where the proof holds; else leaves it to the SDK, and says so. */
const openWay = async (options: SnsOptions, connectTimeoutMs: number): Promise<Way> => {
  const { log, maxSockets, prove = provenTarget } = options;
  const calls: Calls = new WeakMap();
  const client = clientOf(options, calls);
  const way = sdkWay(client, calls);
  try {
    const target = await prove(options);
    const direct = createDirectPublish({ target, client, maxSockets, connectTimeoutMs });
    return { publish: direct.publish, close: async () => void (await Promise.all([direct.close(), way.close()])) };
  } catch (error) {
    const trouble = error instanceof Error ? error.message : "it throws";
    log?.warn({ trouble }, "the AWS SDK is not the one this service knows; texts go out by its own, slower client");
    return way;
  }
};

export class SnsSmsGateway implements SmsGateway {
  readonly name = "sns";
  readonly endsWithinMs: number;
  readonly #way: Promise<Way>;
  readonly #limits: CallLimits;

  constructor(options: SnsOptions) {
    const { connectTimeoutMs = 2_000, requestTimeoutMs = 5_000 } = options;
    this.#limits = { connectTimeoutMs, requestTimeoutMs };
    this.endsWithinMs = connectTimeoutMs + requestTimeoutMs;
    this.#way = openWay(options, connectTimeoutMs);
    // Every sender, and the closer, gets the rejection itself.
    this.#way.catch(() => undefined);
  }

  publish(text: GatewayText, signal: AbortSignal | undefined, departure: Departure): Promise<GatewayAnswer> {
    if (signal?.aborted === true)
      return Promise.resolve(classify({ name: "AbortError", written: false, aborted: true }));
    return new Promise((resolve) => {
      const failed = (error: unknown): void => {
        call.close();
        resolve(classify({ ...failureOf(error), written: call.written, aborted: call.aborted }));
      };
      const answered = (id: string | undefined): void => {
        call.close();
        resolve(
          id === undefined || id === ""
            ? { kind: "ambiguous", detail: "HTTP 200 without a MessageId" }
            : { kind: "accepted", providerMessageId: id },
        );
      };
      const call = new Call(this.#limits, signal, departure, failed);
      this.#send(text, call).then(answered, failed);
    });
  }

  async close(): Promise<void> {
    await (await this.#way).close();
  }

  /** Async, so that an error thrown at once is a rejection too. */
  async #send(text: GatewayText, call: Call): Promise<string | undefined> {
    return (await this.#way).publish(text, call);
  }
}
