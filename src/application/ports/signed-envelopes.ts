/** The content of a message from an SNS topic over HTTP, once its origin is proved. */
export type OpenedEnvelope =
  | { readonly kind: "notification"; readonly messageId: string; readonly message: string; readonly at: Date }
  /** The topic asked whether it may send; it was answered yes. */
  | { readonly kind: "confirmed"; readonly topicArn: string }
  /** The topic sends no more. */
  | { readonly kind: "ended"; readonly topicArn: string }
  /** It is not what it says it is, or is of no topic that may send; `why` holds nothing that was sent. */
  | { readonly kind: "refused"; readonly why: string };

/** Opens what claims to be SNS's. Before all checks that need no connection have passed none is made. */
export interface SignedEnvelopes {
  /** Rejects where SNS's certificate or its confirmation cannot be had now: the envelope comes again. */
  open(body: string): Promise<OpenedEnvelope>;
}
