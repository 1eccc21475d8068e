import { createVerify, X509Certificate } from "node:crypto";
import type { OpenedEnvelope, SignedEnvelopes } from "../../application/ports/signed-envelopes.js";
import { type Envelope, envelopeFrom, signedText } from "./envelope.js";
import { hostOf, isCertificateAddress, isSubscribeAddress } from "./envelope-places.js";

interface EnvelopeNeeds {
  /** ARNs of the topics that may send. */
  readonly topics: readonly string[];
  readonly now: () => Date;
  /** The PEM at an address that was checked. Rejects where it cannot be had. */
  readonly fetchCertificate: (address: string) => Promise<string>;
  /** Answers a topic that it may send; the address in its envelope is not used. */
  readonly confirm: (topicArn: string, token: string) => Promise<void>;
}

/** SNS signs with SHA1withRSA or, where the topic asks for it, SHA256withRSA. */
const digests: Readonly<Record<string, string>> = { "1": "RSA-SHA1", "2": "RSA-SHA256" };
/** SNS changes its certificate a few times a year. */
const mostCertificates = 16;

const refused = (why: string): OpenedEnvelope => ({ kind: "refused", why });

export const createSignedEnvelopes = ({ topics, now, fetchCertificate, confirm }: EnvelopeNeeds): SignedEnvelopes => {
  const allowed = new Set(topics);
  const certificates = new Map<string, X509Certificate>();

  const fetching = new Map<string, Promise<X509Certificate>>();

  const fetched = async (address: string): Promise<X509Certificate> => {
    const certificate = new X509Certificate(await fetchCertificate(address));
    if (certificates.size >= mostCertificates) certificates.clear();
    certificates.set(address, certificate);
    return certificate;
  };

  /** Envelopes that come at once wait for one reading. */
  const certificateAt = async (address: string): Promise<X509Certificate> => {
    const known = certificates.get(address) ?? fetching.get(address);
    if (known !== undefined) return known;
    const asked = fetched(address).finally(() => fetching.delete(address));
    fetching.set(address, asked);
    return asked;
  };

  /** The checks that need no connection; undefined: no fault so far. */
  const suspicion = (envelope: Envelope): string | undefined => {
    const host = hostOf(envelope.TopicArn);
    if (host === undefined || !allowed.has(envelope.TopicArn)) return "its topic is not in SMS_INBOUND_TOPIC_ARNS";
    if (!isCertificateAddress(envelope.SigningCertURL, host)) return "its certificate is not at SNS's own address";
    if (envelope.SubscribeURL !== undefined && !isSubscribeAddress(envelope.SubscribeURL, host))
      return "its SubscribeURL does not lead to SNS";
    return Object.hasOwn(digests, envelope.SignatureVersion) ? undefined : "its signature's version is unknown";
  };

  const isSigned = async (envelope: Envelope): Promise<boolean> => {
    const certificate = await certificateAt(envelope.SigningCertURL);
    const at = now().getTime();
    if (at < Date.parse(certificate.validFrom) || at > Date.parse(certificate.validTo)) return false;
    return createVerify(digests[envelope.SignatureVersion]!)
      .update(signedText(envelope), "utf8")
      .verify(certificate.publicKey, envelope.Signature, "base64");
  };

  return {
    open: async (body) => {
      const envelope = envelopeFrom(body);
      if (envelope === undefined) return refused("it is no envelope of SNS");
      const why = suspicion(envelope);
      if (why !== undefined) return refused(why);
      if (!(await isSigned(envelope))) return refused("its signature does not fit");
      const { Type, TopicArn: topicArn, MessageId: messageId, Message: message, Timestamp, Token = "" } = envelope;
      switch (Type) {
        case "Notification":
          return { kind: "notification", messageId, message, at: new Date(Timestamp) };
        case "SubscriptionConfirmation":
          await confirm(topicArn, Token);
          return { kind: "confirmed", topicArn };
        case "UnsubscribeConfirmation":
          return { kind: "ended", topicArn };
      }
    },
  };
};
