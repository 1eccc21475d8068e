import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import { problem } from "./problem.js";
import type { WrongKeys } from "./wrong-keys.js";

export type Scope = "send" | "read" | "otp" | "admin";

/** One entry of `API_KEYS`: `name:secret:scope+scope`. */
export interface ApiKey {
  readonly name: string;
  readonly secret: string;
  readonly scopes: ReadonlySet<string>;
}

/** The caller's name where its key has the scope; undefined where a 401 or 403 was sent, or will be: answer with `reply`. */
export type Caller = (request: FastifyRequest, reply: FastifyReply, scope: Scope) => string | undefined;

/** RFC 6750 §2.1; a scheme's case does not matter (RFC 9110 §11.1). */
const bearer = /^Bearer +(\S+)$/i;

/** Of one length, so that comparing tells nothing of a secret, its length neither. */
const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/** Without keys everybody may do everything: the service then listens on loopback only. */
export const createCaller = (apiKeys: readonly ApiKey[] | undefined, wrongKeys: Pick<WrongKeys, "refused">): Caller => {
  const keys = apiKeys?.map((key) => ({ ...key, digest: digest(key.secret) }));
  return (request, reply, scope) => {
    if (keys === undefined) return "anyone";
    const { authorization } = request.headers;
    const [, secret] = bearer.exec(authorization ?? "") ?? [];
    const given = digest(secret ?? "");
    const key = keys.find((one) => timingSafeEqual(one.digest, given));
    if (key?.scopes.has(scope)) return key.name;
    if (key !== undefined) {
      void wrongKeys.refused(request.ip, "scope");
      problem(reply, 403, "forbidden", `This key lacks the scope ${scope}; add it in API_KEYS`);
      return undefined;
    }
    const reason = authorization === undefined ? "missing" : secret === undefined ? "malformed" : "unknown";
    void wrongKeys.refused(request.ip, reason).then(() => {
      reply.header("www-authenticate", "Bearer");
      problem(reply, 401, "unauthorized", "Send `Authorization: Bearer SECRET`, the secret of a key in API_KEYS");
    });
    return undefined;
  };
};
