import type { OtpRecord, OtpSend, OtpState } from "./otp-state.js";

/** The record with these sends alone; a session without any has ended. */
export const withSends = (record: OtpRecord, sends: readonly OtpSend[]): OtpRecord | undefined =>
  sends.length === 0
    ? undefined
    : {
        ...record,
        sends,
        sessions: record.sessions.filter((one) =>
          sends.some(({ verificationId }) => verificationId === one.verificationId),
        ),
      };

const changed = (state: OtpState, token: string, change: (send: OtpSend) => OtpSend | undefined): OtpState => {
  const { record } = state;
  if (record === undefined) return state;
  const sends = record.sends.flatMap((send) => (send.token === token ? (change(send) ?? []) : [send]));
  return { ...state, record: withSends(record, sends) };
};

const without = ({ sent }: OtpState, token: string) => sent.filter((one) => one.token !== token);

const isConfirmed = ({ record }: OtpState, token: string): boolean =>
  record?.sends.some((send) => send.token === token && send.confirmed) ?? false;

/** Second phase: the text went out, or may have: the slot stays taken. */
export const confirmOtp = (state: OtpState, token: string): OtpState =>
  changed(state, token, (send) => ({ ...send, confirmed: true }));

/** Second phase: surely not sent. The code goes, the slot comes back, earlier codes stay as they were. */
export const abortOtp = (state: OtpState, token: string): OtpState =>
  isConfirmed(state, token) ? state : { ...changed(state, token, () => undefined), sent: without(state, token) };

/** Second phase after a crash: the code stays honoured, the slot comes back. */
export const refundOtp = (state: OtpState, token: string): OtpState =>
  isConfirmed(state, token)
    ? state
    : { ...changed(state, token, (send) => ({ ...send, refunded: true })), sent: without(state, token) };
