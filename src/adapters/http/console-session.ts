import { timingSafeEqual } from "node:crypto";
import type { FastifyRequest } from "fastify";
import type { Clock } from "../../application/ports/clock.js";
import type { Hashes } from "../../application/ports/hashes.js";

interface SessionKey {
  readonly name: string;
  readonly secret: string;
}

interface SessionNeeds {
  readonly clock: Pick<Clock, "now">;
  readonly hashes: Pick<Hashes, "keyed">;
}

/** Sessions of the console: every instance knows them all, because the cookie itself proves its key. */
export interface ConsoleSessions {
  /** Value of `Set-Cookie` for a person who showed this key. */
  cookieFor(key: SessionKey): string;
  /** The key whose session the request carries; undefined where it carries none, or one that is over. */
  keyOf<K extends SessionKey>(request: Pick<FastifyRequest, "headers">, keys: readonly K[]): K | undefined;
}

const cookie = "sms_console";
const sessionMs = 12 * 3_600_000;
/** No page of another site can set a header of its own without being asked first (Fetch §3.2.2). */
const header = "x-sms-console";
const attributes = "HttpOnly; SameSite=Strict; Secure; Path=/";

/** `Set-Cookie` that ends a session. */
export const noCookie = `${cookie}=; ${attributes}; Max-Age=0`;

const cookiesOf = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text.split(";").map((pair): [string, string] => {
      const [name = "", ...value] = pair.trim().split("=");
      return [name, value.join("=")];
    }),
  );

const isSame = (own: string, given: string): boolean => {
  // In bytes: a sign beyond ASCII has several of them.
  const [one, other] = [Buffer.from(own), Buffer.from(given)];
  return one.length === other.length && timingSafeEqual(one, other);
};

export const createConsoleSessions = ({ clock, hashes }: SessionNeeds): ConsoleSessions => {
  // Bound to the secret: a key that is changed or taken away ends its sessions.
  const proofOf = ({ name, secret }: SessionKey, until: string): string =>
    hashes.keyed(JSON.stringify(["console-session", name, secret, until]));
  return {
    cookieFor: (key) => {
      const until = String(clock.now().getTime() + sessionMs);
      const token = [Buffer.from(key.name).toString("base64url"), until, proofOf(key, until)].join(".");
      return `${cookie}=${token}; ${attributes}; Max-Age=${sessionMs / 1_000}`;
    },
    keyOf: ({ headers }, keys) => {
      if (headers[header] === undefined) return undefined;
      const [name = "", until = "", proof = ""] = (cookiesOf(headers.cookie ?? "").get(cookie) ?? "").split(".");
      if (!(Number(until) > clock.now().getTime())) return undefined;
      const named = Buffer.from(name, "base64url").toString("utf8");
      return keys.find((key) => key.name === named && isSame(proofOf(key, until), proof));
    },
  };
};
