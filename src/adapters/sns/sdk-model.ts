import { PublishCommand, SNSClient, type SNSClientConfig } from "@aws-sdk/client-sns";
import type { GatewayText } from "../../application/ports/sms-gateway.js";
import { attributesOf } from "./attributes-of.js";
import type { Answer } from "./connections.js";
import type { Identity } from "./create-signer.js";

/** The request that the SDK hands to its connections, as far as SNS uses it. */
export interface ModelRequest {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number | undefined;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | undefined;
}

export const publishInput = (text: GatewayText) => ({
  PhoneNumber: text.to,
  Message: text.text,
  MessageAttributes: Object.fromEntries(
    attributesOf(text).map(([name, value]) => [name, { DataType: "String", StringValue: value }]),
  ),
});

interface Send {
  readonly answer: Answer;
  /** Once the SDK has written it. */
  request: ModelRequest | undefined;
}

const accepted: Answer = {
  status: 200,
  headers: {},
  body: "<PublishResponse><PublishResult><MessageId>id</MessageId></PublishResult></PublishResponse>",
};

/** The retries' place is taken, because they add headers to the signature: the signing finds its own place by this name. */
const emptied = "retryMiddleware";

/** The middleware that tells AWS of the runtime, in a header that the signature covers. */
const naming = "getUserAgentMiddleware";

/** The SDK's own client on a wire that ends here: it shows how the SDK writes a request and reads an answer. */
export class SdkModel {
  readonly #client: SNSClient;
  /** The state of each send, by its input: the one object that its maker and the SDK's middleware both hold. */
  readonly #sends = new WeakMap<object, Send>();

  constructor(options: { readonly region: string; readonly endpoint?: string | undefined }, credentials: Identity) {
    const { region, endpoint } = options;
    this.#client = new SNSClient({
      region,
      ...(endpoint === undefined ? {} : { endpoint }),
      credentials: { ...credentials, sessionToken: credentials.sessionToken! },
      maxAttempts: 1,
      requestHandler: {
        metadata: { handlerProtocol: "http/1.1" },
        handle: async (request: ModelRequest & { readonly send: Send }) => {
          request.send.request = request;
          const { status, headers, body } = request.send.answer;
          return { response: { statusCode: status, headers, body: Buffer.from(body) } };
        },
      } as unknown as NonNullable<SNSClientConfig["requestHandler"]>,
    });
    this.#client.middlewareStack.remove(naming);
    this.#client.middlewareStack.add((next) => next, {
      step: "finalizeRequest",
      priority: "high",
      name: emptied,
      override: true,
    });
    this.#client.middlewareStack.add(
      (next) => (args) => {
        Object.assign(args.request as object, { send: this.#sends.get(args.input) });
        return next(args);
      },
      { step: "deserialize", name: "send" },
    );
  }

  /** The request that the SDK writes for a text. */
  async requestOf(text: GatewayText): Promise<ModelRequest> {
    const send: Send = { answer: accepted, request: undefined };
    await this.#publish(text, send);
    return send.request!;
  }

  /** The error that the SDK throws at an answer; undefined where it throws none. */
  async errorOf(text: GatewayText, answer: Answer): Promise<unknown> {
    try {
      await this.#publish(text, { answer, request: undefined });
      return undefined;
    } catch (error) {
      return error;
    }
  }

  close(): void {
    this.#client.destroy();
  }

  async #publish(text: GatewayText, send: Send): Promise<void> {
    const input = publishInput(text);
    this.#sends.set(input, send);
    await this.#client.send(new PublishCommand(input));
  }
}
