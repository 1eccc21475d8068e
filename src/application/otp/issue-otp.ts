import { makeOtpCode, otpLastLine } from "../../domain/otp/otp-code.js";
import type { OtpPolicies, OtpPolicy } from "../../domain/otp/otp-policy.js";
import { otpRecipient } from "../../domain/otp/otp-recipient.js";
import { type OtpHold, otpRefusal } from "../../domain/otp/otp-refusal.js";
import { verificationIdOf } from "../../domain/otp/verification-id.js";
import type { PhoneNumber } from "../../domain/phone/phone-number.js";
import type { Refusal } from "../../domain/decision/refusal.js";
import type { SendRequest } from "../../domain/decision/send-request.js";
import type { TraceEntry } from "../../domain/decision/trace.js";
import type { OtpCodes, Issued } from "../delivery/otp-codes.js";
import type { GuardPumping } from "./guard-pumping.js";
import type { LiveCodes } from "./live-codes.js";
import { type CodeContent, doorTopic, type Message } from "../message/message.js";
import type { Clock } from "../ports/clock.js";
import type { OtpMacs } from "../ports/otp-macs.js";
import type { Hashes } from "../ports/hashes.js";
import type { Log } from "../ports/log.js";
import type { OtpMeters } from "../ports/otp-meters.js";
import type { OtpStore, OtpSubject } from "../ports/otp-store.js";
import type { Randomness } from "../ports/randomness.js";

interface CodesNeeds {
  readonly clock: Clock;
  readonly otpMacs: OtpMacs;
  readonly guardPumping: GuardPumping;
  readonly hashes: Hashes;
  readonly liveCodes: LiveCodes;
  readonly log: Log;
  readonly otpMeters: OtpMeters;
  readonly otpPolicies: OtpPolicies;
  readonly otpStore: OtpStore;
  readonly randomness: Randomness;
}

/** Waits between the tries of a second phase. */
const retriesMs = [100, 500, 2_000];

const refused = (
  refusal: Refusal,
  observed: string,
  to?: PhoneNumber,
  evidence: readonly TraceEntry[] = [],
): Issued => ({
  kind: "refused",
  refusal,
  to,
  trace: [...evidence, { rule: "otp", verdict: "refuse", observed, consequence: refusal.detail }],
});

/** The end of a door's code after a crash: its text, if there was one, is not sent again. */
const remains: Refusal = {
  reason: "gateway-unavailable",
  detail: "The service stopped before this code was sent, and a code is not kept; ask for another one",
};

/** The word that was given is not shown: it may be anything. */
const unknownPurpose = (known: Iterable<string>): Refusal => ({
  reason: "otp-refused",
  detail: `There is no policy for codes of this purpose; use one of ${[...known].join(", ")}, or add it to SMS_OTP_POLICIES`,
});

const textOf = (message: Message, policy: OtpPolicy, code: string): SendRequest => ({
  ...message.request,
  class: "otp",
  content: {
    kind: "template",
    template: policy.template,
    variables: { code, validity_minutes: policy.validityMs / 60_000 },
  },
  lastLine: otpLastLine(code, policy),
});

/** The part of a publisher's name that may be kept: short, and without digits that may be somebody's number. */
const sourceName = (source = ""): string => source.slice(0, 200).replace(/\d{7,}/g, "…");

const idOf = (given: string | undefined): string | undefined => {
  const id = verificationIdOf(given);
  return id === "faulty" ? undefined : id;
};

/**
 * Codes for the delivery of messages: made here, told to the store as MACs, held in clear only while their text is in
 * work.
 */
export const createOtpCodes = (needs: CodesNeeds): OtpCodes => {
  const { clock, otpMacs, guardPumping, hashes, liveCodes, log, otpMeters } = needs;
  const { otpPolicies, otpStore, randomness } = needs;

  const subjectOf = (to: PhoneNumber, purpose: string): OtpSubject => ({ who: hashes.keyed(to), purpose });

  const hold = (
    { id }: Message,
    policy: OtpPolicy,
    why: OtpHold,
    until: Date,
    to: PhoneNumber,
    evidence: readonly TraceEntry[] = [],
  ): Issued => {
    otpMeters.otp(policy.purpose, why);
    liveCodes.held(id, { why, until });
    return refused(otpRefusal(why, policy), `${policy.purpose}, ${why} until ${until.toISOString()}`, to, evidence);
  };

  const make = async (
    message: Message,
    { askedBy, verificationId }: CodeContent,
    policy: OtpPolicy,
  ): Promise<Issued> => {
    const { purpose } = policy;
    const recipient = otpRecipient(message.request.number, policy);
    if ("refusal" in recipient) return refused(recipient.refusal, `${purpose}, ${recipient.refusal.reason}`);
    const to = recipient.number.e164;
    const subject = subjectOf(to, purpose);
    const askedId = idOf(verificationId);
    const bound = message.origin.topic === doorTopic;
    const caller = bound ? (liveCodes.get(message.id)?.caller ?? "") : sourceName(askedBy);
    const code = makeOtpCode(policy.alphabet, policy.length, (bound) => randomness.below(bound));
    const mac = otpMacs.make(to, purpose, code);
    const ask = { token: message.id, mac, newId: randomness.uuid(), askedId, caller, bound };
    const reserved = await otpStore.reserve(subject, ask, policy);
    if (reserved.kind === "held") return hold(message, policy, reserved.why, new Date(reserved.until), to);
    const admitted = await guardPumping.admit(to, caller);
    if (admitted.kind === "pumped") {
      await otpStore.abort(subject, message.id);
      const until = new Date(clock.now().getTime() + admitted.threshold.windowMs);
      return hold(message, policy, "pumping", until, to, [admitted.evidence]);
    }
    const request = textOf(message, policy, code);
    const issued = {
      to,
      verificationId: reserved.verificationId,
      expiresAt: new Date(reserved.expiresAt),
      resendAt: new Date(reserved.resendAt),
    };
    const observed = `${purpose}, verification ${issued.verificationId}, until ${issued.expiresAt.toISOString()}`;
    const trace: readonly TraceEntry[] = [{ rule: "otp", verdict: "pass", observed, consequence: "a code was made" }];
    liveCodes.issued(message.id, { request, trace, subject, scopes: admitted.scopes }, issued, clock.now());
    otpMeters.otp(purpose, "issued");
    return { kind: "issued", request, trace };
  };

  /**
   * The second phase fails and delays no message that has ended: when the store does not answer, it is retried in the
   * background. Without it the slot stays taken until its limits pass.
   */
  const settle = async (messageId: string, step: () => Promise<void>): Promise<void> => {
    const again = async (): Promise<void> => {
      for (const waitMs of retriesMs) {
        await clock.sleep(waitMs);
        if (
          await step().then(
            () => true,
            () => false,
          )
        )
          return;
      }
      log.warn({ messageId }, "the end of a code could not be written; its slot stays taken until its limits pass");
    };
    await step().catch(() => void again());
  };

  /** The subject of a code that this process did not make. */
  const subjectAgain = (message: Message, { purpose }: CodeContent): OtpSubject | undefined => {
    const policy = otpPolicies.get(purpose);
    const recipient = policy && otpRecipient(message.request.number, policy);
    return recipient === undefined || "refusal" in recipient ? undefined : subjectOf(recipient.number.e164, purpose);
  };

  return {
    issue: async (message) => {
      const { content } = message.request;
      if (content.kind !== "code") throw new TypeError("Only a message whose content is a code is issued one");
      const entry = liveCodes.get(message.id);
      const { code, issued } = entry ?? {};
      if (code !== undefined && issued !== undefined && issued.expiresAt > clock.now())
        return { kind: "issued", request: code.request, trace: code.trace };
      if (entry === undefined && message.origin.topic === doorTopic) return refused(remains, content.purpose);
      const policy = otpPolicies.get(content.purpose);
      return policy === undefined
        ? refused(unknownPurpose(otpPolicies.keys()), "a purpose without a policy")
        : make(message, content, policy);
    },
    ended: async (message, end) => {
      const { content } = message.request;
      if (content.kind !== "code") return;
      const entry = liveCodes.get(message.id);
      const subject = entry?.code?.subject ?? subjectAgain(message, content);
      if (subject === undefined) return;
      const scopes = entry?.code?.scopes ?? [];
      const isDoor = message.origin.topic === doorTopic;
      const swept = end === "unknown" && isDoor && entry === undefined;
      await settle(message.id, async () => {
        if (swept) return otpStore.refund(subject, message.id);
        if (end !== "unsent") return otpStore.confirm(subject, message.id);
        await otpStore.abort(subject, message.id);
        await guardPumping.unsent(scopes);
      });
      if (isDoor) liveCodes.ended(message.id);
      else liveCodes.forget(message.id);
    },
  };
};
