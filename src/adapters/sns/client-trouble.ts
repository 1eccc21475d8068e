import { PublishCommand, type SNSClient } from "@aws-sdk/client-sns";
import type { Answer, OutgoingRequest } from "./http-handler.js";

const region = "us-east-1";
const accessKeyId = "selftest";
const accepted = "<PublishResponse><PublishResult><MessageId>id</MessageId></PublishResult></PublishResponse>";

/** A wire that ends here: it keeps the requests, and answers 200 to all but the third. */
const wireTo = (sent: OutgoingRequest[]) => ({
  metadata: { handlerProtocol: "http/1.1" },
  handle: async (request: OutgoingRequest): Promise<{ response: Answer }> => {
    sent.push(request);
    const ok = sent.length !== 3;
    return { response: { statusCode: ok ? 200 : 500, headers: {}, body: Buffer.from(ok ? accepted : "<Error/>") } };
  },
});

interface TrialWire {
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly requestHandler: object;
}

/** AWS Signature Version 4, as the header carries it. */
const signature = new RegExp(
  `^AWS4-HMAC-SHA256 Credential=${accessKeyId}/\\d{8}/${region}/sns/aws4_request, SignedHeaders=[^,]+, Signature=[0-9a-f]{64}$`,
  "u",
);

/**
 * Tries a client that `make` makes, without a network: each request is whole and signed, its answer is read, and a
 * failed call is tried once only. Answers the fault; undefined where all is well.
 */
export const clientTrouble = async (make: (wire: TrialWire) => SNSClient): Promise<string | undefined> => {
  const sent: OutgoingRequest[] = [];
  try {
    const client = make({
      region,
      credentials: { accessKeyId, secretAccessKey: "selftest" },
      requestHandler: wireTo(sent),
    });
    const publish = async () => client.send(new PublishCommand({ PhoneNumber: "+12065550100", Message: "self-test" }));
    for (const _ of [1, 2]) if ((await publish()).MessageId !== "id") return "an answer is not read";
    const failed = await publish().then(
      () => undefined,
      (error: { $metadata?: { httpStatusCode?: number } }) => error.$metadata?.httpStatusCode,
    );
    if (failed !== 500) return "a failure is not told";
    if (sent.length !== 3) return "a failure is tried again";
    for (const { headers, body } of sent) {
      if (!signature.test(headers["authorization"] ?? "")) return "a request is not signed";
      if (!String(body).includes("PhoneNumber=%2B12065550100")) return "a request is not whole";
    }
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : "it throws";
  }
};
