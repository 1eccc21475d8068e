import type { OtpAttempt, OtpRequest, SentOtp, VerifiedOtp } from "../application/otp/otp-answers.js";
import type { ExplainedMessage } from "../application/log/explain-message.js";
import type { Accepted } from "../application/requests/accept-request.js";
import { EventsUnavailable } from "../application/ports/event-publisher.js";
import { callerKey } from "../application/requests/caller-key.js";
import { type Preview, previewMessage } from "../application/requests/preview-message.js";
import type { TakenBulk } from "../application/requests/take-bulk.js";
import type { Services } from "./services.js";
import type { Wiring } from "./wiring.js";

/** Payload of `sms.requested`, as every door takes it. */
export interface SmsRequest {
  readonly to: string;
  readonly text?: string | undefined;
  readonly template?: string | undefined;
  /** `TemplateVariables[name]` of a shipped template is one; undefined and null are left out. */
  readonly variables?: Readonly<Record<string, string | number | boolean | null | undefined>> | undefined;
  readonly class?: "transactional" | "promotional" | undefined;
  readonly locale?: string | undefined;
  readonly senderId?: string | undefined;
  readonly optimize?: boolean | undefined;
  readonly maxParts?: number | undefined;
  /** RFC 3339. */
  readonly sendAt?: string | undefined;
  readonly reference?: string | undefined;
  readonly correlationId?: string | undefined;
}

/** One text to many: the fields of a single request stand for all `recipients`. */
export interface BulkRequest extends Omit<SmsRequest, "to" | "reference"> {
  /** 1 to 1,000; their own variables come before those for all. */
  readonly recipients: readonly Pick<SmsRequest, "to" | "variables" | "reference">[];
}

/** The doors of the service, as functions. */
export interface SmsDoors {
  /** Publishes the request and resolves once it is durable; the same key and request give the first answer again. */
  send(request: SmsRequest, idempotencyKey?: string): Promise<Accepted>;
  /** One text to as many as 1,000 people, a result for each in their order; the same key and request send nothing twice. */
  sendBulk(request: BulkRequest, idempotencyKey?: string): Promise<TakenBulk>;
  /** Previews the decision on a request; nothing is sent. A request that breaks its schema answers its faults. */
  preview(request: SmsRequest): Promise<Preview | Extract<Accepted, { kind: "invalid" }>>;
  /** State, timeline and trace of a message, and what a receipt told of it; undefined where the journal knows none. */
  explain(messageId: string): Promise<ExplainedMessage | undefined>;
  sendOtp(request: Omit<OtpRequest, "caller">): Promise<SentOtp>;
  verifyOtp(attempt: Omit<OtpAttempt, "caller">): Promise<VerifiedOtp>;
}

const caller = "library";

export const smsDoors = (services: Wiring<Services>): SmsDoors => {
  const acceptRequest = services.get("acceptRequest");
  const hashes = services.get("hashes");
  const randomness = services.get("randomness");
  const sendOtp = services.get("sendOtp");
  const takeBulk = services.get("takeBulk");
  const verifyOtp = services.get("verifyOtp");
  const { signal } = services.get("stopping");
  const stopped = "The service has stopped, and nothing was taken; start another one";
  /** A text that is taken after the end would have no outcome. */
  const refuseStopped = (): void => {
    if (signal.aborted) throw new EventsUnavailable(stopped);
  };
  return {
    send: async (request, key = randomness.uuid()) => {
      refuseStopped();
      return acceptRequest.take(request, callerKey(hashes, caller, key), caller);
    },
    sendBulk: async (request, key = randomness.uuid()) => {
      refuseStopped();
      return takeBulk(request, callerKey(hashes, caller, key), caller);
    },
    preview: async (request) => {
      const decision = await acceptRequest.preview(request, caller);
      return decision.kind === "invalid" ? decision : previewMessage(decision);
    },
    explain: services.get("explainMessage"),
    sendOtp: async (request) =>
      signal.aborted ? { kind: "unavailable", detail: stopped } : sendOtp({ ...request, caller }),
    verifyOtp: (attempt) => verifyOtp({ ...attempt, caller }),
  };
};
