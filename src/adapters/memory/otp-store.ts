import type { Clock } from "../../application/ports/clock.js";
import type { OtpStore, OtpSubject } from "../../application/ports/otp-store.js";
import { reserveOtp } from "../../domain/otp/otp-reservation.js";
import { abortOtp, confirmOtp, refundOtp } from "../../domain/otp/otp-send-end.js";
import { emptyOtpState, type OtpRecord, type OtpState, otpExpiry, recentOtpState } from "../../domain/otp/otp-state.js";
import { verifyOtp } from "../../domain/otp/otp-verdict.js";

/** Sweeps expired entries once this many numbers are kept, and again whenever they have doubled. */
const sweepFrom = 1_024;

/** A number's texts and wrong guesses, and the live codes of each purpose. */
type Kept = Omit<OtpState, "record"> & { readonly records: ReadonlyMap<string, OtpRecord> };

const nothing: Kept = { sent: [], compared: [], records: new Map() };

/** In this process only: a restart forgets codes, cool-downs and budgets. */
export const createMemoryOtpStore = ({ clock }: { readonly clock: Pick<Clock, "now"> }): OtpStore => {
  const numbers = new Map<string, Kept>();
  let sweepAt = sweepFrom;
  const now = (): number => clock.now().getTime();

  const isOver = ({ records, ...kept }: Kept): boolean => {
    const { sent, compared } = recentOtpState({ ...emptyOtpState, ...kept }, now());
    return sent.length === 0 && compared.length === 0 && [...records.values()].every((one) => otpExpiry(one) <= now());
  };

  const sweep = (): void => {
    for (const [who, kept] of numbers) if (isOver(kept)) numbers.delete(who);
    sweepAt = Math.max(sweepFrom, numbers.size * 2);
  };

  const step = <Answer>(
    { who, purpose }: OtpSubject,
    change: (state: OtpState) => { readonly state: OtpState; readonly answer: Answer },
  ): Answer => {
    const { records, ...kept } = numbers.get(who) ?? nothing;
    const { state, answer } = change({ ...kept, record: records.get(purpose) });
    const { record, ...rest } = state;
    const others = [...records].filter(([other]) => other !== purpose);
    numbers.set(who, {
      ...rest,
      records: new Map(record === undefined ? others : [...others, [purpose, record] as const]),
    });
    if (numbers.size >= sweepAt) sweep();
    return answer;
  };
  /** Answers true if the slot came back. */
  const returned = (change: typeof abortOtp) => async (subject: OtpSubject, token: string) =>
    step(subject, (state) => {
      const after = change(state, token);
      return { state: after, answer: after.sent.length < state.sent.length };
    });

  // Callers without types say null for a field they leave out.
  return {
    reserve: async (subject, ask, policy) =>
      step(subject, (state) =>
        reserveOtp(state, { ...ask, askedId: ask.askedId ?? undefined, purpose: subject.purpose }, policy, now()),
      ),
    confirm: async (subject, token) =>
      step(subject, (state) => ({ state: confirmOtp(state, token), answer: undefined })),
    abort: returned(abortOtp),
    refund: returned(refundOtp),
    forget: async (subject) =>
      step(subject, ({ record, ...state }) => ({
        state: { ...state, record: undefined },
        answer: record !== undefined && otpExpiry(record) > now(),
      })),
    verify: async (subject, guess, policy) =>
      step(subject, (state) =>
        verifyOtp(state, { ...guess, verificationId: guess.verificationId ?? undefined }, policy, now()),
      ),
  };
};
