import { expect, test } from "vitest";
import { defaultOtpPolicy, otpDayMs } from "../../../src/domain/otp/otp-policy.js";
import { otpSendLimits } from "../../../src/domain/otp/otp-send-limits.js";
import type { OtpSend, OtpState } from "../../../src/domain/otp/otp-state.js";

const now = 10 * otpDayMs;
const minute = 60_000;
/** Two texts in ten minutes and three a day by one caller; five a day to a number. */
const policy = { ...defaultOtpPolicy("login"), sendsPerWindow: 2, sendsPerDay: 3, attempts: 10, failuresPerDay: 50 };

const sent = (at: number, caller = "shop", purpose = "login") => ({ token: `m${at}`, purpose, caller, at });
const send = (at: number, refunded = false): OtpSend => ({
  token: `m${at}`,
  verificationId: "v",
  at,
  expiresAt: now + minute,
  macs: [],
  confirmed: true,
  refunded,
});
const record = (...sends: readonly OtpSend[]) => ({ sessions: [], sends, anonymous: 0 });

const until = ({ record: known, sent: those }: Partial<OtpState>) => {
  const [day, number, window, coolDown] = otpSendLimits(
    { record: known, sent: those ?? [], compared: [] },
    { purpose: "login", caller: "shop" },
    policy,
    now,
  ).map(([, at]) => at);
  return { day, number, window, coolDown };
};
const free = { day: 0, number: 0, window: 0, coolDown: 0 };

test.each<[string, Partial<OtpState>, Partial<typeof free>]>([
  ["nothing was sent", {}, {}],
  ["one text in ten minutes", { sent: [sent(now - minute)] }, {}],
  [
    "two: the elder leaves the window first, in whatever order they are known",
    { sent: [sent(now - minute), sent(now - 4 * minute)] },
    { window: now + 6 * minute },
  ],
  ["one of the two left at this instant", { sent: [sent(now - minute), sent(now - 10 * minute)] }, {}],
  [
    "three in a day",
    { sent: [sent(now - otpDayMs + 5), sent(now - 2 * minute * 60), sent(now - minute * 60)] },
    { day: now + 5 },
  ],
  [
    "four, as a crash may leave them: two have to leave",
    { sent: [40, 30, 20, 10].map((minutes) => sent(now - minutes * minute)) },
    { day: now - 30 * minute + otpDayMs },
  ],
  [
    "one of three left a day ago, to the millisecond",
    { sent: [sent(now - otpDayMs), sent(now - 2 * minute * 60), sent(now - minute * 60)] },
    {},
  ],
  [
    "other callers' and purposes' texts count for the number alone",
    {
      sent: [
        ...[50, 40, 30].map((minutes) => sent(now - minutes * minute, "bank")),
        ...[25, 20].map((minutes) => sent(now - minutes * minute, "shop", "registration")),
      ],
    },
    { number: now - 50 * minute + otpDayMs },
  ],
  ["half a minute after the first text", { record: record(send(now)) }, { coolDown: now + 30_000 }],
  ["a minute after the second", { record: record(send(now), send(now - minute)) }, { coolDown: now + minute }],
  [
    "five minutes after the fourth and each later one",
    { record: record(...[0, 1, 2, 3, 4, 5].map((minutes) => send(now - minutes * minute))) },
    { coolDown: now + 5 * minute },
  ],
  ["a text that was given back is no text", { record: record(send(now, true)) }, {}],
  [
    "nor does it lengthen the wait after another",
    { record: record(send(now, true), send(now - 10_000)) },
    { coolDown: now + 20_000 },
  ],
])("%s", (_, state, held) => expect(until(state)).toEqual({ ...free, ...held }));
