import { createHmac, hash } from "node:crypto";

/** The parts of AWS credentials that a signature is made of. */
export interface Identity {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** The address that requests of one signer go to, as the SDK found it. */
export interface Target {
  /** Scheme, host and port. */
  readonly origin: string;
  /** The Host header's value: host, and port unless it is the scheme's own. */
  readonly host: string;
  readonly path: string;
  /** The region a signature is for; an address can have another than the setting. */
  readonly region: string;
}

const form = "application/x-www-form-urlencoded";
const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();
const sha256 = (text: string): string => hash("sha256", text, "hex");

/** `20260131T235959Z` of whole seconds since 1970. */
const instantOf = (second: number): string => new Date(second * 1_000).toISOString().replace(/[:-]|\.\d{3}/gu, "");

/**
 * Makes the function that signs a form for SNS by AWS Signature Version 4 and answers the headers. The instant of a
 * second and the key of a day are made once.
 */
export const createSigner = ({ host, path, region }: Target) => {
  let second = Number.NaN;
  let instant = "";
  let day = "";
  let kept: { readonly secret: string; readonly day: string; readonly key: Buffer } | undefined;

  const keyOf = (secret: string): Buffer => {
    if (kept?.secret === secret && kept.day === day) return kept.key;
    const key = hmac(hmac(hmac(hmac(`AWS4${secret}`, day), region), "sns"), "aws4_request");
    kept = { secret, day, key };
    return key;
  };

  return (body: string, { accessKeyId, secretAccessKey, sessionToken }: Identity, nowMs: number) => {
    const now = Math.floor(nowMs / 1_000);
    if (now !== second) {
      second = now;
      instant = instantOf(now);
      day = instant.slice(0, 8);
    }
    const length = Buffer.byteLength(body);
    const digest = sha256(body);
    const [tokenLine, tokenName] =
      sessionToken === undefined ? ["", ""] : [`x-amz-security-token:${sessionToken}\n`, ";x-amz-security-token"];
    const names = `content-length;content-type;host;x-amz-content-sha256;x-amz-date${tokenName}`;
    const canonical = `POST\n${path}\n\ncontent-length:${length}\ncontent-type:${form}\nhost:${host}\nx-amz-content-sha256:${digest}\nx-amz-date:${instant}\n${tokenLine}\n${names}\n${digest}`;
    const scope = `${day}/${region}/sns/aws4_request`;
    const signature = createHmac("sha256", keyOf(secretAccessKey))
      .update(`AWS4-HMAC-SHA256\n${instant}\n${scope}\n${sha256(canonical)}`)
      .digest("hex");
    const headers: Record<string, string> = {
      host,
      "content-type": form,
      "content-length": String(length),
      "x-amz-date": instant,
      "x-amz-content-sha256": digest,
      authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
      "user-agent": userAgent,
    };
    if (sessionToken !== undefined) headers["x-amz-security-token"] = sessionToken;
    return headers;
  };
};

/** The name by which AWS knows who calls. */
export const userAgent = "aws-sdk-js/3 sms-service";
