import { type MessageAttributeValue, PublishCommand, SNSClient, type SNSClientConfig } from "@aws-sdk/client-sns";
import type { Log } from "../../application/ports/log.js";
import type { GatewayAnswer, GatewayText, SmsGateway } from "../../application/ports/sms-gateway.js";
import { Call, type CallLimits } from "./call.js";
import { classify, type Failure } from "./classify.js";
import { clientTrouble } from "./client-trouble.js";
import { HttpHandler } from "./http-handler.js";
import { trimClient } from "./trim-client.js";

export interface SnsOptions {
  readonly region: string;
  readonly endpoint?: string | undefined;
  readonly credentials?: SNSClientConfig["credentials"] | undefined;
  /** At least the number of texts in flight: a text that waits for a socket spends its time on it. */
  readonly maxSockets: number;
  readonly connectTimeoutMs?: number;
  readonly requestTimeoutMs?: number;
  /** Hears where the SDK could not be trimmed. */
  readonly log?: Pick<Log, "warn"> | undefined;
  /** Trims the SDK's client; throws where it is not as expected. */
  readonly trim?: (client: SNSClient) => void;
}

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

/** The calls under way, by the command's input: the one object that both its maker and the SDK's middleware hold. */
type Calls = WeakMap<object, Call>;

const userAgent = "aws-sdk-js/3 sms-service";

type Wire = Pick<SnsOptions, "region" | "endpoint" | "credentials"> & { readonly requestHandler: object };

/** The SDK's client with one attempt, without the SDK's own handler, and with each request told which call it is part of. */
const clientOf = ({ region, endpoint, credentials, requestHandler }: Wire, calls: Calls): SNSClient => {
  const client = new SNSClient({
    region,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
    maxAttempts: 1,
    // Saves a fifth of a Publish; demands that options are never passed along with the command.
    cacheMiddleware: true,
    requestHandler: requestHandler as NonNullable<SNSClientConfig["requestHandler"]>,
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

/**
 * Trims the client where the SDK is as `trim` knows it; else uses the SDK's own client, which costs more and sends
 * all the same.
 */
const openClient = async (options: SnsOptions, calls: Calls): Promise<SNSClient> => {
  const { log, maxSockets, trim = trimClient } = options;
  const trouble = await clientTrouble((wire) => {
    const client = clientOf(wire, calls);
    trim(client);
    return client;
  });
  const client = clientOf({ ...options, requestHandler: new HttpHandler(maxSockets) }, calls);
  if (trouble === undefined) trim(client);
  else
    log?.warn({ trouble }, "the AWS SDK is not the one this service knows; texts go out by its plain, slower client");
  return client;
};

export class SnsSmsGateway implements SmsGateway {
  readonly name = "sns";
  readonly #calls: Calls = new WeakMap();
  readonly #client: Promise<SNSClient>;
  readonly #limits: CallLimits;

  constructor(options: SnsOptions) {
    const { connectTimeoutMs = 2_000, requestTimeoutMs = 5_000 } = options;
    this.#limits = { connectTimeoutMs, requestTimeoutMs };
    this.#client = openClient(options, this.#calls);
    // Every sender, and the closer, gets the rejection itself.
    this.#client.catch(() => undefined);
  }

  async publish(text: GatewayText, signal: AbortSignal): Promise<GatewayAnswer> {
    if (signal.aborted) return classify({ name: "AbortError", written: false, aborted: true });
    const call = new Call(this.#limits, signal);
    try {
      const { MessageId: id } = await Promise.race([call.ended, this.#send(text, call)]);
      return id === undefined || id === ""
        ? { kind: "ambiguous", detail: "HTTP 200 without a MessageId" }
        : { kind: "accepted", providerMessageId: id };
    } catch (error) {
      return classify({ ...failureOf(error), written: call.written, aborted: signal.aborted });
    } finally {
      call.close();
    }
  }

  async close(): Promise<void> {
    (await this.#client).destroy();
  }

  /** Async, so that an error the SDK throws at once is a rejection too. */
  async #send(text: GatewayText, call: Call) {
    const input = { PhoneNumber: text.to, Message: text.text, MessageAttributes: attributesOf(text) };
    this.#calls.set(input, call);
    const client = await this.#client;
    return client.send(new PublishCommand(input));
  }
}
