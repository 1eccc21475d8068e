import { createHmac } from "node:crypto";
import type { OtpMacs } from "../../application/ports/otp-macs.js";

/** 132 bits are kept: beyond any search, short in the store. */
const length = 22;

const mac = (secret: Buffer, parts: readonly string[]): string =>
  createHmac("sha256", secret).update(JSON.stringify(parts)).digest("base64url").slice(0, length);

/** `secrets`: those of `OTP_SECRET`, newest first; an old one stays until the longest validity has passed. */
export const createOtpMacs = (secrets: readonly [Buffer, ...Buffer[]]): OtpMacs => ({
  make: (who, purpose, code) => mac(secrets[0], [who, purpose, code]),
  all: (who, purpose, code) => secrets.map((secret) => mac(secret, [who, purpose, code])),
});
