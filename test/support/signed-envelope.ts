import { createSign } from "node:crypto";
import { readFileSync } from "node:fs";
import { type Envelope, signedText } from "../../src/adapters/sns/envelope.js";

const file = (name: string): string =>
  readFileSync(new URL(`../adapters/sns/envelope/${name}`, import.meta.url), "utf8");

/** Stands in for SNS's own: made for these tests, it opens nothing. */
export const envelopeCertificate = file("certificate.pem");
const key = file("key.pem");

export const topicArn = "arn:aws:sns:us-east-1:123456789012:inbound";
export const certificateAddress = "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem";

/** An envelope as SNS would send it, signed after `changed` and before `forged`. */
export const signedEnvelope = (changed: Partial<Envelope> = {}, forged: Partial<Envelope> = {}): string => {
  const envelope = {
    Type: "Notification",
    MessageId: "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
    TopicArn: topicArn,
    Message: JSON.stringify({
      originationNumber: "+919876543210",
      destinationNumber: "+18885550100",
      messageKeyword: "KEYWORD_1",
      messageBody: "STOP",
      inboundMessageId: "in-1",
    }),
    Timestamp: "2026-11-22T10:00:00.000Z",
    SignatureVersion: "1",
    Signature: "-",
    SigningCertURL: certificateAddress,
    ...changed,
  } as Envelope;
  const algorithm = envelope.SignatureVersion === "2" ? "RSA-SHA256" : "RSA-SHA1";
  const Signature = createSign(algorithm).update(signedText(envelope), "utf8").sign(key, "base64");
  return JSON.stringify({ ...envelope, Signature, ...forged });
};
