import { gunzipSync } from "node:zlib";
import { z } from "zod";

/**
 * The body that a subscription filter of CloudWatch Logs sends: to Lambda in an envelope, gzipped and in base64;
 * unpacked to others.
 */
const Envelope = z.object({ awslogs: z.object({ data: z.string().max(8_000_000) }) });
const Unpacked = z.object({
  messageType: z.enum(["DATA_MESSAGE", "CONTROL_MESSAGE"]),
  logEvents: z.array(z.object({ id: z.string(), timestamp: z.number(), message: z.string() })).max(50_000),
});

export type SubscriptionBody = z.output<typeof Unpacked>;

/** A bomb of a few kilobytes would otherwise fill the memory. */
const maxOutputLength = 32 * 1024 * 1024;

const unzipped = (data: string): unknown => {
  try {
    return JSON.parse(gunzipSync(Buffer.from(data, "base64"), { maxOutputLength }).toString("utf8"));
  } catch {
    return undefined;
  }
};

/** The log lines of a body; undefined where it is none. */
export const subscriptionBody = (body: unknown): SubscriptionBody | undefined => {
  const envelope = Envelope.safeParse(body);
  const unpacked = Unpacked.safeParse(envelope.success ? unzipped(envelope.data.awslogs.data) : body);
  return unpacked.success ? unpacked.data : undefined;
};
