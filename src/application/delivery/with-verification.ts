import type { Message } from "../message/message.js";
import type { IssuedOtp } from "./otp-codes.js";

/** The message as its outcome names it: a code that its asker names by nothing else is found by its verification. */
export const withVerification = (message: Message, otp: IssuedOtp | undefined): Message =>
  otp?.kind === "issued" && message.correlationId === null
    ? { ...message, correlationId: otp.tellable.verificationId }
    : message;
