import { beforeEach, describe, expect, test } from "vitest";
import type { Envelope } from "../../../src/adapters/sns/envelope.js";
import { createSignedEnvelopes } from "../../../src/adapters/sns/signed-envelopes.js";
import { certificateAddress, envelopeCertificate, signedEnvelope, topicArn } from "../../support/signed-envelope.js";

const confirmation: Partial<Envelope> = {
  Type: "SubscriptionConfirmation",
  Message: "You have chosen to subscribe",
  Token: "a-token",
  SubscribeURL: `https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=${topicArn}&Token=a-token`,
};

describe("SNS's signed envelopes", () => {
  let fetched: string[];
  let confirmed: string[];
  const opening = (now = new Date("2026-12-01T10:00:00Z")) =>
    createSignedEnvelopes({
      topics: [topicArn],
      now: () => now,
      fetchCertificate: async (address) => {
        fetched.push(address);
        return envelopeCertificate;
      },
      confirm: async (topic, token) => void confirmed.push(`${topic} ${token}`),
    });
  beforeEach(() => {
    fetched = [];
    confirmed = [];
  });

  test.each([
    ["version 1", { SignatureVersion: "1" }],
    ["version 2", { SignatureVersion: "2" }],
    ["with a subject", { Subject: "inbound" }],
  ])("a notification, %s, is opened; its instant is the envelope's", async (_, changed) => {
    expect(await opening().open(signedEnvelope(changed))).toMatchObject({
      kind: "notification",
      messageId: "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
      message: expect.stringContaining("originationNumber"),
      at: new Date("2026-11-22T10:00:00.000Z"),
    });
    expect(fetched).toEqual([certificateAddress]);
  });

  test("the certificate is read once", async () => {
    const envelopes = opening();
    for (let turn = 0; turn < 3; turn += 1) await envelopes.open(signedEnvelope());
    expect(fetched).toHaveLength(1);
  });

  test("envelopes that come at once wait for one reading of their certificate", async () => {
    const envelopes = opening();
    const opened = await Promise.all([1, 2, 3].map(() => envelopes.open(signedEnvelope())));
    expect(opened.map(({ kind }) => kind)).toEqual(["notification", "notification", "notification"]);
    expect(fetched).toHaveLength(1);
  });

  test("a confirmation is answered from topic and token; its address is not used", async () => {
    expect(await opening().open(signedEnvelope(confirmation))).toEqual({ kind: "confirmed", topicArn });
    expect(confirmed).toEqual([`${topicArn} a-token`]);
    expect(fetched).toEqual([certificateAddress]);
  });

  test("the end of a subscription is told", async () => {
    const ended = signedEnvelope({ ...confirmation, Type: "UnsubscribeConfirmation" });
    expect(await opening().open(ended)).toEqual({ kind: "ended", topicArn });
    expect(confirmed).toEqual([]);
  });

  const elsewhere = "https://sns.us-east-1.amazonaws.com.evil.test/x.pem";
  test.each<[string, string, string]>([
    ["another topic, rightly signed", signedEnvelope({ TopicArn: `${topicArn}-2` }), "its topic"],
    ["no ARN at all", signedEnvelope({ TopicArn: "inbound" }), "its topic"],
    [
      "a certificate at a host that only begins like SNS's",
      signedEnvelope({}, { SigningCertURL: elsewhere }),
      "its certificate",
    ],
    [
      "a certificate of another region",
      signedEnvelope({ SigningCertURL: certificateAddress.replace("us-east-1", "eu-west-1") }),
      "its certificate",
    ],
    [
      "a certificate over http",
      signedEnvelope({ SigningCertURL: certificateAddress.replace("https", "http") }),
      "its certificate",
    ],
    [
      "a certificate behind a password",
      signedEnvelope({ SigningCertURL: certificateAddress.replace("//", "//a:b@") }),
      "its certificate",
    ],
    [
      "a certificate on another port",
      signedEnvelope({ SigningCertURL: certificateAddress.replace(".com/", ".com:8443/") }),
      "its certificate",
    ],
    [
      "what is no certificate",
      signedEnvelope({ SigningCertURL: "https://sns.us-east-1.amazonaws.com/x.txt" }),
      "its certificate",
    ],
    [
      "a SubscribeURL into the network",
      signedEnvelope({ ...confirmation, SubscribeURL: "http://169.254.169.254/" }),
      "its SubscribeURL",
    ],
    ["an unknown version", signedEnvelope({ SignatureVersion: "3" }), "its signature's version"],
    [
      "a version that every object has",
      signedEnvelope({}, { SignatureVersion: "constructor" }),
      "its signature's version",
    ],
    ["no envelope", "{}", "no envelope"],
    ["no JSON", "STOP", "no envelope"],
    ["a confirmation without a token", signedEnvelope({ ...confirmation, Token: "" }), "no envelope"],
  ])("%s is refused before any connection", async (_, body, why) => {
    expect(await opening().open(body)).toMatchObject({ kind: "refused", why: expect.stringContaining(why) });
    expect([fetched, confirmed]).toEqual([[], []]);
  });

  test.each<[string, Partial<Envelope>]>([
    ["another text", { Message: "{}" }],
    ["another id", { MessageId: "another" }],
    ["another instant", { Timestamp: "2026-11-23T10:00:00.000Z" }],
    ["no signature", { Signature: "AAAA" }],
    ["the other version", { SignatureVersion: "2" }],
  ])("%s than what was signed is refused", async (_, forged) => {
    expect(await opening().open(signedEnvelope({}, forged))).toEqual({
      kind: "refused",
      why: "its signature does not fit",
    });
  });

  test("a certificate that is over proves nothing", async () => {
    expect(await opening(new Date("2300-01-01T00:00:00Z")).open(signedEnvelope())).toMatchObject({ kind: "refused" });
  });
});
