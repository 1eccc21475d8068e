/** SNS over HTTP, "Parsing message formats": the fields of an envelope, as far as they are looked at. */
export interface Envelope {
  readonly Type: "Notification" | "SubscriptionConfirmation" | "UnsubscribeConfirmation";
  readonly MessageId: string;
  readonly TopicArn: string;
  readonly Message: string;
  readonly Timestamp: string;
  readonly SignatureVersion: string;
  readonly Signature: string;
  readonly SigningCertURL: string;
  readonly Subject?: string | undefined;
  readonly Token?: string | undefined;
  readonly SubscribeURL?: string | undefined;
}

const types: ReadonlySet<unknown> = new Set(["Notification", "SubscriptionConfirmation", "UnsubscribeConfirmation"]);
const needed = ["MessageId", "TopicArn", "Message", "Timestamp", "SignatureVersion", "Signature", "SigningCertURL"];
const confirms = ["Token", "SubscribeURL"];

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";

/** The envelope in a body; undefined where it is none. */
export const envelopeFrom = (body: string): Envelope | undefined => {
  let given: unknown;
  try {
    given = JSON.parse(body);
  } catch {
    return undefined;
  }
  if (typeof given !== "object" || given === null || Array.isArray(given)) return undefined;
  const fields = given as Record<string, unknown>;
  if (!types.has(fields["Type"])) return undefined;
  const wanted = fields["Type"] === "Notification" ? needed : [...needed, ...confirms];
  if (!wanted.every((name) => isText(fields[name]))) return undefined;
  if (fields["Subject"] !== undefined && fields["Subject"] !== null && typeof fields["Subject"] !== "string")
    return undefined;
  return Number.isNaN(Date.parse(String(fields["Timestamp"]))) ? undefined : (given as Envelope);
};

const signedOfNotification = ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"] as const;
const signedOfConfirmation = [
  "Message",
  "MessageId",
  "SubscribeURL",
  "Timestamp",
  "Token",
  "TopicArn",
  "Type",
] as const;

/**
 * The text that SNS signs: name and value, each on a line of its own, in this order ("Verifying the signatures of
 * messages").
 */
export const signedText = (envelope: Envelope): string => {
  const names = envelope.Type === "Notification" ? signedOfNotification : signedOfConfirmation;
  return names.flatMap((name) => (isText(envelope[name]) ? [`${name}\n${envelope[name]}\n`] : [])).join("");
};
