import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import { problem } from "./problem.js";

export type Scope = "send" | "read" | "otp" | "admin";

/** One entry of `API_KEYS`: `name:secret:scope+scope`. */
export interface ApiKey {
  readonly name: string;
  readonly secret: string;
  readonly scopes: ReadonlySet<string>;
}

/** The caller's name where its key has the scope; undefined after a 401 or 403 was sent. */
export type Caller = (request: FastifyRequest, reply: FastifyReply, scope: Scope) => string | undefined;

/** RFC 6750 §2.1; a scheme's case does not matter (RFC 9110 §11.1). */
const bearer = /^Bearer +(\S+)$/i;

/** Of one length, so that comparing tells nothing of a secret, its length neither. */
const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/** Without keys everybody may do everything: the service then listens on loopback only. */
export const createCaller = (apiKeys: readonly ApiKey[] | undefined): Caller => {
  const keys = apiKeys?.map((key) => ({ ...key, digest: digest(key.secret) }));
  return (request, reply, scope) => {
    if (keys === undefined) return "anyone";
    const [, secret = ""] = bearer.exec(request.headers.authorization ?? "") ?? [];
    const given = digest(secret);
    const key = keys.find((one) => timingSafeEqual(one.digest, given));
    if (key?.scopes.has(scope)) return key.name;
    if (key === undefined) {
      reply.header("www-authenticate", "Bearer");
      problem(reply, 401, "unauthorized", "Send `Authorization: Bearer SECRET`, the secret of a key in API_KEYS");
    } else problem(reply, 403, "forbidden", `This key lacks the scope ${scope}; add it in API_KEYS`);
    return undefined;
  };
};
