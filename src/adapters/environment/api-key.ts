import { z } from "zod";

const scope = "(?:send|read|otp|admin)";
const shape = new RegExp(`^[\\w.-]+:[^:\\s]{16,}:${scope}(?:\\+${scope})*(?::[1-9]\\d{0,5}/min)?$`);

/** One key: its scopes, and its rate limit, if any. */
export const apiKey = z
  .string()
  .regex(
    shape,
    "each key is name:secret:scope+scope, the secret of at least 16 characters without a colon, scopes of send, read, otp, admin; perhaps with :600/min behind",
  )
  .transform((entry) => {
    const [name = "", secret = "", scopes = "", rate] = entry.split(":");
    const perMinute = rate === undefined ? undefined : Number.parseInt(rate, 10);
    return { name, secret, scopes: new Set(scopes.split("+")), perMinute };
  });
