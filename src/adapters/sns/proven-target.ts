import type { GatewayText } from "../../application/ports/sms-gateway.js";
import type { PhoneNumber } from "../../domain/phone/phone-number.js";
import { createSigner, type Identity, type Target } from "./create-signer.js";
import { publishBody } from "./publish-body.js";
import { type ModelRequest, SdkModel } from "./sdk-model.js";

const plain: GatewayText = {
  to: "+12065550100" as PhoneNumber,
  text: "self-test: é 👋 &=+%~*'()! \n",
  class: "otp",
  senderId: undefined,
  originationNumber: undefined,
  entityId: undefined,
  templateId: undefined,
};
const full: GatewayText = {
  ...plain,
  class: "promotional",
  senderId: "SELFTEST",
  originationNumber: "+12065550101",
  entityId: "1101",
  templateId: "1107",
};

const identity: Identity = { accessKeyId: "selftest", secretAccessKey: "self-test" };
const trials: readonly (readonly [GatewayText, Identity])[] = [
  [plain, identity],
  [full, { ...identity, sessionToken: "a+session/token==" }],
];

const targetOf = ({ protocol, hostname, port, path, headers }: ModelRequest): Target => {
  const region = /Credential=[^/]+\/\d{8}\/([^/]+)\/sns\/aws4_request/u.exec(headers["authorization"] ?? "")?.[1];
  if (region === undefined) throw new Error("a request is not signed for SNS");
  const authority = port === undefined ? hostname : `${hostname}:${port}`;
  return { origin: `${protocol}//${authority}`, host: headers["host"] ?? authority, path, region };
};

/** `20260131T235959Z` in ms since 1970. */
const instantIn = (text = ""): number =>
  Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/u, "$1-$2-$3T$4:$5:$6Z"));

/** The SDK's own name does not count, nor do headers that it leaves out of the signature. */
const differs = (
  ours: Readonly<Record<string, string>>,
  theirs: Readonly<Record<string, string>>,
): string | undefined =>
  [...new Set([...Object.keys(ours), ...Object.keys(theirs)])]
    .filter((name) => !["user-agent", "x-amz-user-agent", "x-amzn-trace-id"].includes(name))
    .find((name) => ours[name] !== theirs[name]);

/**
 * Compares the requests written here with those of the installed SDK, byte for byte, without a network. Answers
 * the address that the SDK finds. Throws an error that names the first difference.
 */
export const provenTarget = async (where: {
  readonly region: string;
  readonly endpoint?: string | undefined;
}): Promise<Target> => {
  let target: Target | undefined;
  for (const [text, credentials] of trials) {
    const model = new SdkModel(where, credentials);
    try {
      const theirs = await model.requestOf(text);
      target ??= targetOf(theirs);
      const body = publishBody(text);
      if (String(theirs.body) !== body) throw new Error("the SDK writes another body");
      const headers = createSigner(target)(body, credentials, instantIn(theirs.headers["x-amz-date"]));
      const name = differs(headers, theirs.headers);
      if (name !== undefined) throw new Error(`the SDK writes another ${name}`);
    } finally {
      model.close();
    }
  }
  return target!;
};
