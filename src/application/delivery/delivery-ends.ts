import type { End } from "../message/outcome.js";

type Failure = Extract<End, { status: "failed" }>;

const inDoubt = (id: string, why: string): Failure => ({
  status: "failed",
  reason: "outcome-unknown",
  detail: `${why}; look it up at the provider, then: sms in-doubt resolve ${id} --as sent|failed`,
});

/** The ends of a message that no check gives, as sentences for a person. */
export const deliveryEnds = {
  /** A later refusal can't deny a text that may have gone out (invariant 1). */
  mayHaveGone: (id: string) => inDoubt(id, "An earlier attempt may have been sent, and it may not be repeated"),
  cancelled: (): End => ({
    status: "failed",
    reason: "cancelled",
    detail: "Somebody cancelled it while it waited; nothing was sent. Ask for it again if it should go after all",
  }),
  conflict: (id: string): End => ({
    status: "failed",
    reason: "identity-conflict",
    detail: `Another event used this identity (message ${id}), with another payload; nothing was sent. Publish it again under an id of its own`,
  }),
  died: (id: string) => inDoubt(id, "The service died while it was sending this text"),
  ambiguous: (id: string, said: string) => inDoubt(id, `The provider may have taken the text (${said})`),
  rejected: (said: string): End => ({
    status: "failed",
    reason: "gateway-rejected",
    detail: `The provider refused the text (${said}); it will refuse it again: mend the text, number or sender`,
  }),
  /** A mistake in the program; `mayHaveGone`: the text may have been sent before. */
  fault: (id: string, mayHaveGone: boolean): End =>
    mayHaveGone
      ? inDoubt(id, "A fault of the service ended the work on this text, and it may have been sent")
      : {
          status: "failed",
          reason: "internal-error",
          detail:
            "A fault of the service itself kept this text from being sent; nothing went out. Its log has the cause",
        },
  heldBack: (): End => ({
    status: "failed",
    reason: "gateway-unavailable",
    detail:
      "The gateway took nothing, or the service was held back, until the deadline passed; send it again if it still matters",
  }),
  lostBody: (): Failure => ({
    status: "failed",
    reason: "internal-error",
    detail:
      "It waited, and Redis lost its text meanwhile; nothing went out. Ask for it again, and look for what deletes keys in Redis",
  }),
  outlives: (until: Date, limit: Date): End => ({
    status: "failed",
    reason: "deadline-passed",
    detail: `It would wait until ${until.toISOString()}, longer than its event is kept (${limit.toISOString()}); ask for an earlier sendAt, or keep the topic longer`,
  }),
} as const;
