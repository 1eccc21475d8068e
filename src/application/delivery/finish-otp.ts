import type { Message } from "../message/message.js";
import type { Source } from "../ports/journal.js";
import type { IssuedOtp, OtpCodes } from "./otp-codes.js";
import type { Delivered } from "./settle-message.js";

/**
 * Ends the slot of a code with its text, and adds what the door that asked may learn of it. Anything but a code stays as
 * it is.
 */
export type FinishOtp = (
  message: Message,
  source: Source,
  delivered: Delivered,
  otp: IssuedOtp | undefined,
) => Promise<Delivered>;

const codeEnd = { sent: "accepted", failed: "unsent", "in-doubt": "unknown" } as const;

export const createFinishOtp =
  ({ otpCodes }: { readonly otpCodes: Pick<OtpCodes, "ended" | "parked"> }): FinishOtp =>
  async (message, source, delivered, otp) => {
    if (message.request.content.kind !== "code") return delivered;
    if (delivered.kind === "parked") await otpCodes.parked(message, otp);
    if (delivered.kind !== "settled") return delivered;
    await otpCodes.ended(message, codeEnd[delivered.state], source);
    if (otp?.kind === "issued") return { ...delivered, otp: { sent: otp.tellable } };
    return otp?.heldUntil === undefined ? delivered : { ...delivered, otp: { heldUntil: otp.heldUntil } };
  };
