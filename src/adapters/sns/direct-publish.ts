import type { SNSClient } from "@aws-sdk/client-sns";
import type { GatewayText } from "../../application/ports/sms-gateway.js";
import type { Call } from "./call.js";
import { errorNamed } from "./call.js";
import { type Answer, Connections } from "./connections.js";
import { createSigner, type Target } from "./create-signer.js";
import { messageIdOf } from "./message-id-of.js";
import { publishBody } from "./publish-body.js";
import { SdkModel } from "./sdk-model.js";

export interface DirectOptions {
  readonly target: Target;
  /** The SDK's client, which finds credentials and renews them. */
  readonly client: SNSClient;
  readonly maxSockets: number;
  readonly connectTimeoutMs: number;
}

/** The clock of SNS less ours, as the SDK corrects it: by the date of each answer that no cache gave. */
const createOffset = () => {
  let ms = 0;
  let last: unknown;
  return {
    ms: () => ms,
    learn: ({ headers: { date, age } }: Answer): void => {
      // One date a second is read; those after it say the same with less precision.
      if (typeof date !== "string" || date === last || age !== undefined) return;
      last = date;
      const at = Date.parse(date);
      if (!Number.isNaN(at)) ms = at - Date.now();
    },
  };
};

/**
 * Publishes without the SDK's pipeline, which takes several times the processor time for the same bytes. An answer
 * that is no success is read by the SDK, so that its errors have the SDK's names.
 */
export const createDirectPublish = ({ target, client, maxSockets, connectTimeoutMs }: DirectOptions) => {
  const connections = new Connections(target.origin, maxSockets, connectTimeoutMs);
  const sign = createSigner(target);
  const reader = new SdkModel({ region: target.region }, { accessKeyId: "reader", secretAccessKey: "reader" });
  const offset = createOffset();
  return {
    /** Answers the MessageId; undefined where a success has none. Rejects with what the SDK would throw. */
    publish: async (text: GatewayText, call: Call): Promise<string | undefined> => {
      const identity = await client.config.credentials();
      if (call.over) throw errorNamed("AbortError");
      const body = publishBody(text);
      const headers = sign(body, identity, Date.now() + offset.ms());
      if (!(await call.mayLeave())) throw errorNamed("AbortError");
      const answer = await connections.post(target.path, headers, body, call);
      offset.learn(answer);
      if (answer.status === 200) return messageIdOf(answer.body);
      throw (
        (await reader.errorOf(text, answer)) ??
        Object.assign(new Error(), { name: "Unknown", $metadata: { httpStatusCode: answer.status } })
      );
    },
    close: async (): Promise<void> => {
      reader.close();
      await connections.close();
    },
  };
};
