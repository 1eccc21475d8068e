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

const accepted: Answer = {
  status: 200,
  headers: {},
  body: "<PublishResponse><PublishResult><MessageId>id</MessageId></PublishResult></PublishResponse>",
};

/** The retries' place is taken, because they add headers to the signature: the signing finds its own place by this name. */
const emptied = "retryMiddleware";

/** It tells AWS of the runtime in a header, which the signature then covers. */
const naming = "getUserAgentMiddleware";

/** The SDK's own client on a wire that ends here: it shows how the SDK writes a request and reads an answer. */
export class SdkModel {
  readonly #client: SNSClient;
  readonly #sent: ModelRequest[] = [];
  #answer = accepted;

  constructor(options: { readonly region: string; readonly endpoint?: string | undefined }, credentials: Identity) {
    const { region, endpoint } = options;
    this.#client = new SNSClient({
      region,
      ...(endpoint === undefined ? {} : { endpoint }),
      credentials: { ...credentials, sessionToken: credentials.sessionToken! },
      maxAttempts: 1,
      requestHandler: {
        metadata: { handlerProtocol: "http/1.1" },
        handle: async (request: ModelRequest) => {
          this.#sent.push(request);
          const { status, headers, body } = this.#answer;
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
  }

  /** The request that the SDK writes for a text. */
  async requestOf(text: GatewayText): Promise<ModelRequest> {
    await this.#publish(text, accepted);
    return this.#sent.splice(0).at(-1)!;
  }

  /** The error that the SDK throws at an answer; undefined where it throws none. */
  async errorOf(text: GatewayText, answer: Answer): Promise<unknown> {
    try {
      await this.#publish(text, answer);
      return undefined;
    } catch (error) {
      return error;
    } finally {
      this.#sent.length = 0;
    }
  }

  close(): void {
    this.#client.destroy();
  }

  /** The handler is asked later than the send: two sends at once would exchange their answers. */
  #last: Promise<unknown> = Promise.resolve();
  async #publish(text: GatewayText, answer: Answer): Promise<void> {
    const before = this.#last;
    const send = before.then(() => {
      this.#answer = answer;
      return this.#client.send(new PublishCommand(publishInput(text)));
    });
    this.#last = send.catch(() => undefined);
    await send;
  }
}
