/** The content of a message from an SNS topic over HTTP, once its origin is proved. */
export type OpenedEnvelope =
  | { readonly kind: "notification"; readonly messageId: string; readonly message: string; readonly at: Date }
  /** The topic asked whether it may send; it was answered yes. */
  | { readonly kind: "confirmed"; readonly topicArn: string }
  /** The topic sends no more. */
  | { readonly kind: "ended"; readonly topicArn: string }
  /** The message is not what it claims, or is of no topic that may send; `why` holds nothing that was sent. */
  | { readonly kind: "refused"; readonly why: string };

/** Opens messages that claim to be SNS's. No connection is made before all checks that need none have passed. */
export interface SignedEnvelopes {
  /** Rejects where SNS's certificate or its confirmation cannot be had now: the envelope comes again. */
  open(body: string): Promise<OpenedEnvelope>;
}
