import { expect, test } from "vitest";
import { defaultOtpPolicy, otpDayMs, type OtpPolicy } from "../../../src/domain/otp/otp-policy.js";
import type { OtpSend, OtpSession, OtpState } from "../../../src/domain/otp/otp-state.js";
import { type OtpGuess, type OtpVerdict, verifyOtp } from "../../../src/domain/otp/otp-verdict.js";

const now = 10 * otpDayMs;

const send = (token: string, change: Partial<OtpSend> = {}): OtpSend => ({
  token,
  verificationId: "mine",
  at: now - 1_000,
  expiresAt: now + 1_000,
  macs: [`code of ${token}`],
  confirmed: true,
  refunded: false,
  ...change,
});

const session = (verificationId: string, change: Partial<OtpSession> = {}): OtpSession => ({
  verificationId,
  caller: "shop",
  bound: true,
  attempts: 0,
  ...change,
});

const state = (sends: readonly OtpSend[], change: Partial<OtpState> = {}, sessions = [session("mine")]): OtpState => ({
  record: { sessions, sends, anonymous: 0 },
  sent: [],
  compared: [],
  ...change,
});

const guess = (change: Partial<OtpGuess> = {}): OtpGuess => ({
  macs: ["wrong"],
  verificationId: "mine",
  caller: "shop",
  ...change,
});

const theirs = send("b", { verificationId: "theirs" });
const compared = (at: number, codes: number, anonymous = false) => ({ at, codes, anonymous });
const accepted = (verificationId: string, caller: string): OtpVerdict => ({ kind: "accepted", verificationId, caller });
const wrong = (attemptsLeft: number, verificationId = "mine"): OtpVerdict => ({
  kind: "wrong",
  verificationId,
  attemptsLeft,
});
const unknown: OtpVerdict = { kind: "unknown" };
const spent = (verificationId = "mine"): OtpVerdict => ({ kind: "spent", verificationId });

test.each<[string, OtpState, Partial<OtpGuess>, OtpVerdict, Partial<OtpPolicy>?]>([
  ["the code", state([send("a")]), { macs: ["code of a"] }, accepted("mine", "shop")],
  ["the code of the text before", state([send("a"), send("b")]), { macs: ["code of a"] }, accepted("mine", "shop")],
  ["another, of five guesses", state([send("a")]), {}, wrong(4)],
  ["nothing was ever sent", { record: undefined, sent: [], compared: [] }, {}, unknown],
  ["a code that ends at this very instant", state([send("a", { expiresAt: now })]), { macs: ["code of a"] }, unknown],
  ["one that ends a millisecond later", state([send("a", { expiresAt: now + 1 })]), {}, wrong(4)],
  [
    "the code of an ended text, while a later one lives",
    state([send("a", { expiresAt: now }), send("b")]),
    { macs: ["code of a"] },
    wrong(4),
  ],
  ["another session's code", state([theirs], {}, [session("theirs")]), {}, unknown],
  ["another caller's code", state([send("a")]), { macs: ["code of a"], caller: "bank" }, unknown],
  [
    "where any caller may verify, it is told who asked",
    state([send("a")]),
    { macs: ["code of a"], caller: "bank" },
    accepted("mine", "shop"),
    { anyCaller: true },
  ],
  [
    "a code that an event asked for is anybody's to verify",
    state([send("a")], {}, [session("mine", { bound: false, caller: "/shop" })]),
    { macs: ["code of a"], caller: "bank" },
    accepted("mine", "/shop"),
  ],
  ["a text whose session is gone is nobody's", state([send("a")], {}, []), { macs: ["code of a"] }, unknown],
  [
    "without an id, any session of the caller will do",
    state([send("a"), theirs], {}, [session("mine"), session("theirs")]),
    { macs: ["code of b"], verificationId: undefined },
    accepted("theirs", "shop"),
  ],
  [
    "without an id, the newest text names the session of a wrong one",
    state([{ ...theirs, at: now - 2_000 }, send("a")].toReversed(), {}, [session("mine"), session("theirs")]),
    { verificationId: undefined },
    wrong(4),
  ],
  [
    "of texts of one instant, the last by token",
    state([theirs, send("a")], {}, [session("mine"), session("theirs")]),
    { verificationId: undefined },
    wrong(4, "theirs"),
  ],
  ["the last attempt", state([send("a")], {}, [session("mine", { attempts: 4 })]), {}, wrong(0)],
  [
    "no attempt left: the right code is not compared either",
    state([send("a")], {}, [session("mine", { attempts: 5 })]),
    { macs: ["code of a"] },
    spent(),
  ],
  [
    "the number's comparisons of the day are nearly gone",
    state([send("a")], { compared: [compared(now - 1, 88)] }),
    {},
    wrong(1),
  ],
  ["and gone", state([send("a")], { compared: [compared(now - 1, 90)] }), { macs: ["code of a"] }, spent()],
  [
    "a guess against two codes takes two of them",
    state([send("a"), send("b")], { compared: [compared(now - 1, 87)] }),
    {},
    wrong(0),
  ],
  [
    "comparisons of a day ago are forgotten",
    state([send("a")], { compared: [compared(now - otpDayMs, 90)] }),
    {},
    wrong(4),
  ],
  [
    "those of a millisecond later are not",
    state([send("a")], { compared: [compared(now - otpDayMs + 1, 90)] }),
    {},
    spent(),
  ],
  [
    "guesses without an id have a share of their own: the 40 that ten sessions leave",
    state([send("a")], { compared: [compared(now - 1, 38, true)] }),
    { verificationId: undefined },
    wrong(1),
  ],
  [
    "that share is gone",
    state([send("a")], { compared: [compared(now - 1, 40, true)] }),
    { verificationId: undefined },
    spent(),
  ],
  [
    "which leaves whoever has an id alone",
    state([send("a")], { compared: [compared(now - 1, 40, true)] }),
    {},
    wrong(4),
  ],
])("%s", (_, before, change, verdict, policy = {}) => {
  expect(verifyOtp(before, guess(change), { ...defaultOtpPolicy("login"), ...policy }, now).answer).toEqual(verdict);
});

test("an accepted code ends its session, and leaves another caller's as it was", () => {
  const sessions = [session("mine"), session("theirs", { caller: "bank", attempts: 2 })];
  const right = guess({ macs: ["code of a"] });
  const { state: after } = verifyOtp(
    state([send("a"), send("c"), theirs], {}, sessions),
    right,
    defaultOtpPolicy("login"),
    now,
  );
  expect(after.record).toEqual({ sessions: [sessions[1]], sends: [theirs], anonymous: 0 });
  expect(verifyOtp(after, right, defaultOtpPolicy("login"), now).answer).toEqual(unknown);
  expect(verifyOtp(state([send("a")]), right, defaultOtpPolicy("login"), now).state.record).toBeUndefined();
});

test("a wrong code costs its session an attempt, one without an id costs the number's share", () => {
  const sessions = [session("mine"), session("theirs")];
  const policy = defaultOtpPolicy("login");
  const named = verifyOtp(state([send("a")], {}, sessions), guess(), policy, now).state;
  expect(named).toMatchObject({
    record: { sessions: [{ attempts: 1 }, { attempts: 0 }], anonymous: 0 },
    compared: [compared(now, 1)],
  });
  const bare = verifyOtp(named, guess({ verificationId: undefined }), policy, now).state;
  expect(bare).toMatchObject({
    record: { sessions: [{ attempts: 1 }, { attempts: 0 }], anonymous: 1 },
    compared: [compared(now, 1), compared(now, 1, true)],
  });
});
