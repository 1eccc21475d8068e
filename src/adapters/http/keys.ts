import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Clock } from "../../application/ports/clock.js";
import { type KeyScope, keyScopes } from "../../domain/key-scope.js";
import type { ConsoleSessions } from "./console-session.js";
import { createKeyRates } from "./key-rates.js";
import { problem } from "./problem.js";
import type { WrongKeys } from "./wrong-keys.js";

/** One entry of `API_KEYS` or `API_KEYS_FILE`. */
export interface ApiKey {
  readonly name: string;
  /** The secret itself, or `sha256$<salt>$<hash>`: HMAC-SHA-256 of it under the salt, in base64url. */
  readonly secret: string;
  readonly scopes: ReadonlySet<string>;
  readonly perMinute?: number | undefined;
}

interface CallerNeeds {
  readonly apiKeys: readonly ApiKey[] | undefined;
  readonly clock: Pick<Clock, "monotonic">;
  readonly sessions: ConsoleSessions;
  readonly wrongKeys: Pick<WrongKeys, "refused">;
}

/** Somebody at the console. */
export interface Known {
  readonly name: string;
  readonly scopes: readonly string[];
}

/** The caller's name where its key has the scope; undefined where a refusal was sent, or will be: answer with `reply`. */
export type Caller = (request: FastifyRequest, reply: FastifyReply, scope: KeyScope) => string | undefined;

/** Finds who calls. */
export interface Callers {
  readonly caller: Caller;
  /** True if the request carries a right key, or needs none. */
  isKnown(request: FastifyRequest): boolean;
  /** Answers a request that carries no right key, after the wait that wrong ones have. */
  refuse(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply>;
  /** The key that is signed in at the console; undefined: none. */
  whoIs(request: FastifyRequest): Known | undefined;
  /** Opens a session for who shows a right secret; undefined after the wait that wrong ones have. */
  signIn(request: FastifyRequest, secret: string): Promise<(Known & { readonly cookie: string }) | undefined>;
}

const nobody = (name: string): ApiKey => ({ name, secret: "", scopes: new Set(keyScopes) });
const knownOf = ({ name, scopes }: ApiKey): Known => ({ name, scopes: [...scopes] });

/** RFC 6750 §2.1; a scheme's case does not matter (RFC 9110 §11.1). */
const bearer = /^Bearer +(\S+)$/i;

/** A digest of fixed length, so that comparing leaks nothing of a secret, not even its length. */
const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

const matcherOf = ({ secret }: ApiKey): ((given: string) => boolean) => {
  const [, salt, hash] = /^sha256\$([\w-]+)\$([\w-]+)$/.exec(secret) ?? [];
  if (salt === undefined || hash === undefined) {
    const own = digest(secret);
    return (given) => timingSafeEqual(own, digest(given));
  }
  const own = digest(hash);
  return (given) => timingSafeEqual(own, digest(createHmac("sha256", salt).update(given).digest("base64url")));
};

const givenSecret = ({ headers }: FastifyRequest): string | undefined => bearer.exec(headers.authorization ?? "")?.[1];

/** Without keys everybody may do everything: the service then listens on loopback only. */
export const createCallers = ({ apiKeys, clock, sessions, wrongKeys }: CallerNeeds): Callers => {
  const keys = apiKeys?.map((key) => ({ ...key, matches: matcherOf(key) }));
  const waitOf = createKeyRates(clock);
  const findKey = (request: FastifyRequest) => {
    const secret = givenSecret(request);
    return secret === undefined ? sessions.keyOf(request, keys ?? []) : keys?.find(({ matches }) => matches(secret));
  };
  const found = new WeakMap<FastifyRequest, ReturnType<typeof findKey>>();
  /** A request's key is asked for up to three times, and each key costs a hash. */
  const keyOf = (request: FastifyRequest) => {
    if (!found.has(request)) found.set(request, findKey(request));
    return found.get(request);
  };
  const refuse = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { authorization } = request.headers;
    const malformed = givenSecret(request) === undefined;
    await wrongKeys.refused(request.ip, authorization === undefined ? "missing" : malformed ? "malformed" : "unknown");
    return problem(
      reply.header("www-authenticate", "Bearer"),
      401,
      "unauthorized",
      "Send `Authorization: Bearer SECRET`, the secret of a key in API_KEYS or API_KEYS_FILE",
    );
  };
  const caller: Caller = (request, reply, scope) => {
    if (keys === undefined) return "anyone";
    const key = keyOf(request);
    if (key === undefined) {
      void refuse(request, reply);
      return undefined;
    }
    if (!key.scopes.has(scope)) {
      void wrongKeys.refused(request.ip, "scope");
      problem(reply, 403, "forbidden", `This key lacks the scope ${scope}; add it in API_KEYS or API_KEYS_FILE`);
      return undefined;
    }
    const waitMs = key.perMinute === undefined ? 0 : waitOf(key.name, key.perMinute);
    if (waitMs === 0) return key.name;
    reply.header("retry-after", String(Math.ceil(waitMs / 1_000)));
    problem(reply, 429, "too-many-requests", `The key ${key.name} may make ${key.perMinute} requests a minute; wait`);
    return undefined;
  };
  return {
    caller,
    isKnown: (request) => keys === undefined || keyOf(request) !== undefined,
    refuse,
    whoIs: (request) => {
      const key = keys === undefined ? nobody("anyone") : keyOf(request);
      return key === undefined ? undefined : knownOf(key);
    },
    signIn: async (request, secret) => {
      const key = keys === undefined ? nobody("anyone") : keys.find(({ matches }) => matches(secret));
      if (key !== undefined) return { ...knownOf(key), cookie: sessions.cookieFor(key) };
      await wrongKeys.refused(request.ip, "unknown");
      return undefined;
    },
  };
};
