import { makeOtpCode, otpLastLine } from "../../domain/otp/otp-code.js";
import type { OtpPolicies, OtpPolicy } from "../../domain/otp/otp-policy.js";
import { otpRecipient } from "../../domain/otp/otp-recipient.js";
import { type OtpHold, otpRefusal } from "../../domain/otp/otp-refusal.js";
import { verificationIdOf } from "../../domain/otp/verification-id.js";
import type { PhoneNumber } from "../../domain/phone/phone-number.js";
import type { Refusal } from "../../domain/decision/refusal.js";
import type { SendRequest } from "../../domain/decision/send-request.js";
import type { TraceEntry } from "../../domain/decision/trace.js";
import type { IssuedOtp, OtpCodes } from "../delivery/otp-codes.js";
import type { GuardPumping } from "./guard-pumping.js";
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
): Extract<IssuedOtp, { kind: "refused" }> => ({
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

const isDoors = ({ origin }: Message): boolean => origin.topic === doorTopic;

/** A caller of a door is known by its key; an event's, by the name that its publisher gives. */
const callerOf = (message: Message, { askedBy }: CodeContent): string =>
  isDoors(message) ? (message.caller ?? "") : sourceName(askedBy);

/** Codes for the delivery of messages: made here, told to the store as MACs, held in clear by the run that sends them. */
export const createOtpCodes = (needs: CodesNeeds): OtpCodes => {
  const { clock, otpMacs, guardPumping, hashes, log, otpMeters } = needs;
  const { otpPolicies, otpStore, randomness } = needs;

  const subjectOf = (to: PhoneNumber, purpose: string): OtpSubject => ({ who: hashes.keyed(to), purpose });

  const hold = (
    policy: OtpPolicy,
    why: OtpHold,
    until: Date,
    to: PhoneNumber,
    evidence: readonly TraceEntry[] = [],
  ): IssuedOtp => {
    otpMeters.otp(policy.purpose, why);
    const observed = `${policy.purpose}, ${why} until ${until.toISOString()}`;
    return { ...refused(otpRefusal(why, policy), observed, to, evidence), heldUntil: until };
  };

  const make = async (message: Message, content: CodeContent, policy: OtpPolicy): Promise<IssuedOtp> => {
    const { purpose } = policy;
    const recipient = otpRecipient(message.request.number, policy);
    if ("refusal" in recipient) return refused(recipient.refusal, `${purpose}, ${recipient.refusal.reason}`);
    const to = recipient.number.e164;
    const subject = subjectOf(to, purpose);
    const askedId = idOf(content.verificationId);
    const caller = callerOf(message, content);
    const code = makeOtpCode(policy.alphabet, policy.length, (bound) => randomness.below(bound));
    const mac = otpMacs.make(to, purpose, code);
    const ask = { token: message.id, mac, newId: randomness.uuid(), askedId, caller, bound: isDoors(message) };
    const reserved = await otpStore.reserve(subject, ask, policy);
    if (reserved.kind === "held") return hold(policy, reserved.why, new Date(reserved.until), to);
    const admitted = await guardPumping.admit(to, caller);
    if (admitted.kind === "held") {
      // The text of an earlier run may have gone out: its code is honoured.
      await (reserved.again ? otpStore.refund : otpStore.abort)(subject, message.id);
      const until = new Date(clock.now().getTime() + admitted.waitMs);
      return hold(policy, admitted.why, until, to, [admitted.evidence]);
    }
    const request = textOf(message, policy, code);
    const tellable = {
      to,
      verificationId: reserved.verificationId,
      expiresAt: new Date(reserved.expiresAt),
      resendAt: new Date(reserved.resendAt),
    };
    const observed = `${purpose}, verification ${tellable.verificationId}, until ${tellable.expiresAt.toISOString()}`;
    const trace: readonly TraceEntry[] = [{ rule: "otp", verdict: "pass", observed, consequence: "a code was made" }];
    otpMeters.otp(purpose, "issued");
    return { kind: "issued", request, trace, tellable };
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

  const recipientOf = (message: Message, { purpose }: CodeContent): PhoneNumber | undefined => {
    const policy = otpPolicies.get(purpose);
    const recipient = policy && otpRecipient(message.request.number, policy);
    return recipient === undefined || "refusal" in recipient ? undefined : recipient.number.e164;
  };

  return {
    issue: async (message, source, earlier) => {
      const { content } = message.request;
      if (content.kind !== "code") throw new TypeError("Only a message whose content is a code is issued one");
      if (earlier?.kind === "issued" && earlier.tellable.expiresAt > clock.now()) return earlier;
      if (isDoors(message) && source !== doorTopic) return refused(remains, content.purpose);
      const policy = otpPolicies.get(content.purpose);
      return policy === undefined
        ? refused(unknownPurpose(otpPolicies.keys()), "a purpose without a policy")
        : make(message, content, policy);
    },
    ended: async (message, end, source) => {
      const { content } = message.request;
      if (content.kind !== "code") return;
      const to = recipientOf(message, content);
      if (to === undefined) return;
      const subject = subjectOf(to, content.purpose);
      // The door that asked for this code has gone, and nobody was answered.
      const isSwept = end === "unknown" && isDoors(message) && source !== doorTopic;
      await settle(message.id, async () => {
        if (isSwept) return void (await otpStore.refund(subject, message.id));
        if (end !== "unsent") return otpStore.confirm(subject, message.id);
        const tookBack = await otpStore.abort(subject, message.id);
        if (tookBack) await guardPumping.unsent(to, callerOf(message, content));
      });
    },
    parked: async (message, issued) => {
      const { content } = message.request;
      if (content.kind !== "code" || issued?.kind !== "issued") return;
      const { to } = issued.tellable;
      // Slot and count come back together, so that whoever ends the text takes nothing back a second time.
      const takeBack = async (): Promise<void> => {
        if (await otpStore.refund(subjectOf(to, content.purpose), message.id))
          await guardPumping.unsent(to, callerOf(message, content));
      };
      await takeBack().catch(() => undefined);
    },
  };
};
