/** W3C Trace Context §3.2: 55 characters in version 00; later versions may append. */
const longestTraceparent = 512;

interface CloudEvent {
  readonly topic: string;
  readonly id: string;
  readonly at: Date;
  /** The service itself, where it is left out; else one of its doors. */
  readonly source?: string;
  /** The name of the key by which a door was told; undefined: it is not recorded. */
  readonly caller?: string | undefined;
  readonly traceparent?: string | Buffer | undefined;
}

/** CloudEvents 1.0, Kafka binding, binary mode. */
export const ceHeaders = ({ topic, id, at, source = "/sms-service", caller, traceparent }: CloudEvent) => ({
  ce_specversion: "1.0",
  ce_id: id,
  ce_source: source,
  ce_type: topic,
  ce_time: at.toISOString(),
  "content-type": "application/json",
  ...(caller === undefined ? {} : { ce_caller: caller }),
  ...(traceparent === undefined || traceparent.length > longestTraceparent ? {} : { traceparent: String(traceparent) }),
});
