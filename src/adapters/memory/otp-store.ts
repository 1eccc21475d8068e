import type { Clock } from "../../application/ports/clock.js";
import type { OtpStore, OtpSubject } from "../../application/ports/otp-store.js";
import { abortOtp, confirmOtp, refundOtp, reserveOtp } from "../../domain/otp/otp-reservation.js";
import { emptyOtpState, isOverOtpState, type OtpState } from "../../domain/otp/otp-state.js";
import { verifyOtp } from "../../domain/otp/otp-verdict.js";

/** Sweeps what is over once so many subjects are kept, and again whenever they have doubled. */
const sweepFrom = 1_024;

/** In this process only: a restart forgets codes, cool-downs and budgets. */
export const createMemoryOtpStore = ({ clock }: { readonly clock: Pick<Clock, "now"> }): OtpStore => {
  const states = new Map<string, OtpState>();
  let sweepAt = sweepFrom;
  const now = (): number => clock.now().getTime();

  const sweep = (): void => {
    for (const [key, state] of states) if (isOverOtpState(state, now())) states.delete(key);
    sweepAt = Math.max(sweepFrom, states.size * 2);
  };

  const step = <Answer>(
    { who, purpose }: OtpSubject,
    change: (state: OtpState) => { readonly state: OtpState; readonly answer: Answer },
  ): Answer => {
    const key = `${who}\n${purpose}`;
    const { state, answer } = change(states.get(key) ?? emptyOtpState);
    states.set(key, state);
    if (states.size >= sweepAt) sweep();
    return answer;
  };

  return {
    reserve: async (subject, ask, policy) => step(subject, (state) => reserveOtp(state, ask, policy, now())),
    confirm: async (subject, token) =>
      step(subject, (state) => ({ state: confirmOtp(state, token), answer: undefined })),
    abort: async (subject, token) => step(subject, (state) => ({ state: abortOtp(state, token), answer: undefined })),
    refund: async (subject, token) => step(subject, (state) => ({ state: refundOtp(state, token), answer: undefined })),
    verify: async (subject, guess, policy) => step(subject, (state) => verifyOtp(state, guess, policy, now())),
  };
};
