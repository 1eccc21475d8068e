/**
 * OpenTelemetry semantic conventions 1.45, Messaging and Kafka (status: Development): kept here, because they still change.
 * Keys of records are left out: a producer's key may be a phone number.
 */
export const traceNames = {
  destination: "messaging.destination.name",
  error: "error.type",
  messageId: "messaging.message.id",
  offset: "kafka.offset",
  operation: "messaging.operation.name",
  operationType: "messaging.operation.type",
  partition: "messaging.destination.partition.id",
  system: "messaging.system.name",
  // Ours.
  class: "sms.class",
  decision: "sms.decision",
  verdict: "sms.verdict",
} as const;
