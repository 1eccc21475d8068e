import { z } from "zod";
import { keyScopes } from "../../domain/key-scope.js";

const scopes: readonly string[] = keyScopes;
const shortest = 16;
const shape =
  "each key is name:secret:scope+scope, the secret of at least 16 characters without a colon, scopes of send, read, otp, admin; perhaps with :600/min behind";

/** The rule that an entry breaks. Nothing of it is shown: a part in the wrong place may be the secret. */
const faultOf = (entry: string): string | undefined => {
  const parts = entry.split(":");
  const [name = "", secret = "", given = "", rate] = parts;
  if (parts.length < 3) return `has ${parts.length} of its 3 parts`;
  if (parts.length > 4) return "has more than 4 parts: a secret holds no colon";
  if (!/^[\w.-]+$/u.test(name)) return "its name holds other than letters, digits, . _ -";
  if (/\s/u.test(secret)) return "its secret holds white space";
  if (secret.length < shortest) return `its secret has ${secret.length} characters; make one: openssl rand -hex 24`;
  if (!given.split("+").every((scope) => scopes.includes(scope))) return "it names a scope that is none";
  if (rate !== undefined && !/^[1-9]\d{0,5}\/min$/u.test(rate)) return "its rate is no number of calls such as 600/min";
  return undefined;
};

/** One key: its scopes, and its rate limit, if any. */
export const apiKey = z
  .string()
  .superRefine((entry, context) => {
    const fault = faultOf(entry);
    if (fault !== undefined) context.addIssue({ code: "custom", message: `${shape}; this one: ${fault}` });
  })
  .transform((entry) => {
    const [name = "", secret = "", given = "", rate] = entry.split(":");
    const perMinute = rate === undefined ? undefined : Number.parseInt(rate, 10);
    return { name, secret, scopes: new Set(given.split("+")), perMinute };
  });
