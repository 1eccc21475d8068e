import type { OtpPolicies } from "../../domain/otp/otp-policy.js";
import { verificationIdOf } from "../../domain/otp/verification-id.js";
import { masked, parsePhoneNumber } from "../../domain/phone/phone-number.js";
import type { Refusal } from "../../domain/decision/refusal.js";
import type { OtpCodes } from "../delivery/otp-codes.js";
import type { DeliverMessage } from "../delivery/deliver-message.js";
import { Stopped } from "../delivery/stopped.js";
import { doorTopic, type Message, messageToBody } from "../message/message.js";
import { keptAnswer } from "./kept-answer.js";
import { notTexts } from "./not-texts.js";
import { faultyVerificationId, type OtpRequest, type SentOtp } from "./otp-answers.js";
import type { Clock } from "../ports/clock.js";
import type { Hashes } from "../ports/hashes.js";
import type { Idempotency } from "../ports/idempotency.js";
import type { Journal } from "../ports/journal.js";
import type { ErrorLog } from "../ports/error-log.js";
import type { Log } from "../ports/log.js";
import type { Randomness } from "../ports/randomness.js";
import type { Schedule } from "../ports/schedule.js";
import type { Settled } from "../delivery/settle-message.js";

interface SendOtpNeeds {
  readonly clock: Clock;
  readonly otpCodes: OtpCodes;
  readonly defaultCountry: string;
  readonly deliverMessage: DeliverMessage;
  readonly errorLog: ErrorLog;
  readonly hashes: Hashes;
  readonly idempotency: Idempotency;
  readonly journal: Pick<Journal, "read">;
  readonly log: Log;
  readonly otpPolicies: OtpPolicies;
  readonly randomness: Randomness;
  readonly schedule: Pick<Schedule, "watch" | "done">;
}

/**
 * Makes and sends one code, and answers within 10 s whatever else is queued. Never rejects. The same `idempotencyKey`
 * and body give the first answer again once a text went out; a request that sent nothing leaves the key free.
 */
export type SendOtp = (request: OtpRequest) => Promise<SentOtp>;

/** A text that has not begun to be sent by then is stopped; one that has may still end until the answer is due. */
const stopAfterMs = 8_500;
const answerAfterMs = 9_500;
/** The watch fires only after every lease of this run has expired, so the two never work on one message. */
const watchMs = 60_000;
const pollMs = 100;

const unavailable = (detail: string): SentOtp => ({ kind: "unavailable", detail });
const storeAway = unavailable("A store is away, so no code was sent; ask again");
const gatewayAway = unavailable("The gateway takes nothing now, so no code was sent; ask again");
const unknown = unavailable(
  "Whether the code went out is not known yet; it is honoured if it arrives. Ask again with the same Idempotency-Key",
);
const inWork = unavailable(
  "An earlier request with this Idempotency-Key is still in work; ask again with the same one",
);

export const createSendOtp = (needs: SendOtpNeeds): SendOtp => {
  const { clock, otpCodes, defaultCountry, deliverMessage, errorLog, hashes, idempotency, journal, log } = needs;
  const { otpPolicies, randomness, schedule } = needs;

  const messageOf = ({ to, purpose, locale, caller, verificationId }: OtpRequest, now: Date): Message => ({
    id: randomness.uuid(),
    recipient: "recipient",
    request: {
      to,
      number: parsePhoneNumber(to, defaultCountry),
      locale,
      class: "otp",
      content: { kind: "code", purpose, verificationId: verificationId ?? undefined },
      requestedAt: now,
    },
    reference: null,
    correlationId: null,
    campaignId: null,
    caller,
    traceparent: undefined,
    origin: { topic: doorTopic, partition: 0, offset: "0", eventId: null },
    arrivedAt: now,
  });

  const settled = ({ state, value: outcome, otp }: Settled): SentOtp => {
    if (state !== "failed" && otp !== undefined && "sent" in otp) {
      const { verificationId, to, expiresAt, resendAt } = otp.sent;
      const instants = { expiresAt: expiresAt.toISOString(), resendAt: resendAt.toISOString() };
      return { kind: "sent", answer: { verificationId, to: masked(to), ...instants, segments: outcome.segments } };
    }
    const { reason, detail } = outcome;
    // The text may have gone out, and its code is not known here.
    if (reason === null || detail === null) return unknown;
    const refusal: Refusal = { reason, detail };
    if (otp !== undefined && "heldUntil" in otp)
      return { kind: "held", refusal, retryAfterMs: Math.max(otp.heldUntil.getTime() - clock.now().getTime(), 1) };
    return refusal.reason === "gateway-unavailable" ? unavailable(refusal.detail) : { kind: "refused", refusal };
  };

  /**
   * The text has no end yet: parked, stopped, or a store went away. Its schedule entry ends it later; the slot comes
   * back if nothing was sent.
   */
  const unsettled = async (message: Message): Promise<SentOtp> => {
    const entry = await journal.read(message.id).catch(() => undefined);
    const maySend = entry === undefined || entry.sends > 0;
    await otpCodes.ended(message, maySend ? "unknown" : "unsent", doorTopic);
    return maySend ? unknown : gatewayAway;
  };

  const deliver = async (request: OtpRequest, stop: AbortSignal): Promise<SentOtp> => {
    const now = clock.now();
    const message = messageOf(request, now);
    let take: string;
    try {
      take = await schedule.watch(message.id, new Date(now.getTime() + watchMs), messageToBody(message));
    } catch (error) {
      errorLog.caught("send-otp", error, { messageId: message.id }, "a code could not be watched over");
      return storeAway;
    }
    try {
      const delivered = await deliverMessage(message, doorTopic, stop);
      if (delivered.kind !== "settled") return await unsettled(message);
      await schedule
        .done(message.id, take)
        .catch(() => log.warn({ messageId: message.id }, "a watch stays until its turn"));
      return settled(delivered);
    } catch (error) {
      if (!(error instanceof Stopped))
        errorLog.caught("send-otp", error, { messageId: message.id }, "a code asked for here did not reach its end");
      return await unsettled(message);
    }
  };

  const once = async (request: OtpRequest, key: string, stop: AbortSignal): Promise<SentOtp> => {
    const body = hashes.keyed(
      JSON.stringify([request.to, request.purpose, request.locale ?? null, request.verificationId ?? null]),
    );
    while (!stop.aborted) {
      const begun = await idempotency.begin(key, body);
      if (begun.kind === "conflict") return begun;
      if (begun.kind === "repeated") {
        if (begun.answer !== undefined) return { kind: "sent", answer: keptAnswer(begun.answer) };
        await clock.sleep(pollMs, stop);
        continue;
      }
      const sent = await deliver(request, stop);
      if (sent.kind === "sent") await idempotency.answer(key, JSON.stringify(sent.answer)).catch(() => undefined);
      else if (sent !== unknown) await idempotency.forget(key).catch(() => undefined);
      return sent;
    }
    return inWork;
  };

  return async (request) => {
    const { caller, idempotencyKey, purpose, to } = request;
    const faults = notTexts({ to, purpose });
    if (faults.length > 0) return { kind: "invalid", faults };
    if (!otpPolicies.has(purpose)) {
      const known = [...otpPolicies.keys()].join(", ");
      return { kind: "invalid", faults: [{ pointer: "/purpose", message: `must be one of ${known}` }] };
    }
    if (verificationIdOf(request.verificationId) === "faulty")
      return { kind: "invalid", faults: [faultyVerificationId] };
    const stop = new AbortController();
    const over = new AbortController();
    const late = async (): Promise<SentOtp> => {
      await clock.sleep(stopAfterMs, over.signal);
      stop.abort();
      await clock.sleep(answerAfterMs - stopAfterMs, over.signal);
      return unknown;
    };
    const key = idempotencyKey === undefined ? undefined : hashes.keyed(`idempotency\n${caller}\n${idempotencyKey}`);
    const work = key === undefined ? deliver(request, stop.signal) : once(request, key, stop.signal);
    const failed = (error: unknown): SentOtp => {
      errorLog.caught("send-otp", error, { purpose }, "a code could not be asked for");
      return storeAway;
    };
    const answer = await Promise.race([work.catch(failed), late()]);
    over.abort();
    return answer;
  };
};
