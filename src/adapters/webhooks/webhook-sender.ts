import { createHmac } from "node:crypto";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import type { WebhookAnswer, WebhookSender } from "../../application/ports/webhook-sender.js";
import type { WebhookSecret } from "../../domain/webhook/webhook.js";
import { createAddressGuard, isLoopback } from "./address-guard.js";
import { createFindAddresses } from "./find-addresses.js";

interface SenderNeeds {
  /** Networks that may be reached although they are private, as CIDR. */
  readonly allowed: readonly string[];
  /** True where loopback, any port and http to it are allowed: not in production. */
  readonly isDevelopment: boolean;
  readonly lookup?: ((host: string) => Promise<readonly { readonly address: string }[]>) | undefined;
  readonly timeoutMs?: number | undefined;
}

const totalMs = 15_000;
const longestUrl = 2_000;

const secondsOf = (at: Date): string => String(Math.floor(at.getTime() / 1_000));

/** Standard Webhooks 1.0.0, "Signature scheme": every secret that is in force signs. */
export const signatures = (secrets: readonly WebhookSecret[], id: string, at: Date, body: string): string =>
  secrets
    .filter(({ until }) => until === null || until > at)
    .map(({ secret }) => {
      const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
      return `v1,${createHmac("sha256", key)
        .update(`${id}.${secondsOf(at)}.${body}`)
        .digest("base64")}`;
    })
    .join(" ");

/** RFC 9110 §10.2.3: seconds, or a date. */
const retryAfterMs = (given: string | undefined, now: Date): number | undefined => {
  if (given === undefined) return undefined;
  const ms = /^\d{1,9}$/.test(given) ? Number(given) * 1_000 : Date.parse(given) - now.getTime();
  return Number.isNaN(ms) || ms < 0 ? undefined : ms;
};

const bare = (hostname: string): string => hostname.replace(/^\[|\]$/g, "");

/** The address that was judged, whatever the name says by now. */
const pinnedLookup = (address: string): LookupFunction => {
  const family = isIP(address);
  return (_host, { all }, done) => (all === true ? done(null, [{ address, family }]) : done(null, address, family));
};

export const createWebhookSender = (needs: SenderNeeds): WebhookSender => {
  const { allowed, isDevelopment, lookup = createFindAddresses(), timeoutMs = totalMs } = needs;
  const guard = createAddressGuard(allowed);
  const ownGuard = createAddressGuard([]);
  const isAllowed = (address: string): boolean => guard(address) || (isDevelopment && isLoopback(address));

  const parsed = (given: string): URL | string => {
    if (given.length > longestUrl || !URL.canParse(given)) return "must be a URL such as https://example.com/hooks";
    const url = new URL(given);
    const host = bare(url.hostname);
    const isHere = isDevelopment && (host === "localhost" || (isIP(host) !== 0 && isLoopback(host)));
    if (url.protocol !== "https:" && !(url.protocol === "http:" && isHere)) return "must begin with https://";
    if (url.username !== "" || url.password !== "") return "may not hold a user name or a password";
    const isOwn = isIP(host) !== 0 && guard(host) && !ownGuard(host);
    if (url.port !== "" && !isHere && !isOwn) return "must use port 443";
    if (isIP(host) !== 0 && !isAllowed(host))
      return "names an address that is not public; SMS_WEBHOOK_ALLOW names networks that may be reached nevertheless";
    return url;
  };

  /** The address to connect to: every one that a name has must be allowed, so that no answer can smuggle one in. */
  const pinned = async (host: string): Promise<{ readonly address: string } | string> => {
    if (isIP(host) !== 0) return { address: host };
    const found = await lookup(host).catch(() => []);
    const [first] = found;
    if (first === undefined) return `${host} has no address`;
    return found.every(({ address }) => isAllowed(address)) ? first : `${host} has an address that is not public`;
  };

  const post = (url: URL, address: string, headers: Record<string, string>, body: string, signal: AbortSignal) =>
    new Promise<WebhookAnswer>((resolve, reject) => {
      const secure = url.protocol === "https:";
      const host = bare(url.hostname);
      const options = {
        ...{ method: "POST", headers, signal, agent: false as const },
        ...(secure && isIP(host) === 0 ? { servername: host.replace(/\.$/, "") } : {}),
        lookup: pinnedLookup(address),
      };
      const request = (secure ? httpsRequest : httpRequest)(url, options, (response) => {
        const status = response.statusCode ?? 0;
        const after = retryAfterMs(response.headers["retry-after"], new Date());
        // Nothing of the body is wanted, and a receiver may send without an end.
        response.destroy();
        resolve({ kind: "answered", status, retryAfterMs: after });
      });
      // Node tells of an upgrade here alone, and of no error where nobody listens: the delivery would wait for ever.
      request.once("upgrade", ({ statusCode = 101 }, socket) => {
        socket.destroy();
        resolve({ kind: "answered", status: statusCode, retryAfterMs: undefined });
      });
      request.on("error", reject);
      request.end(body);
    });

  return {
    refusal: (given) => {
      const url = parsed(given);
      return typeof url === "string" ? url : undefined;
    },
    send: async ({ secrets, url: given }, { body, id }, at) => {
      const url = parsed(given);
      if (typeof url === "string") return { kind: "failed", why: `the address ${url}` };
      const signal = AbortSignal.timeout(timeoutMs);
      try {
        const late = new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
        late.catch(() => undefined);
        const to = await Promise.race([pinned(bare(url.hostname)), late]);
        if (typeof to === "string") return { kind: "failed", why: to };
        const headers = {
          "content-type": "application/json",
          "content-length": String(Buffer.byteLength(body)),
          "user-agent": "sms-service",
          "webhook-id": id,
          "webhook-timestamp": secondsOf(at),
          "webhook-signature": signatures(secrets, id, at, body),
        };
        return await Promise.race([post(url, to.address, headers, body, signal), late]);
      } catch (error) {
        const { code } = error as { readonly code?: unknown };
        if (signal.aborted) return { kind: "failed", why: `no answer within ${timeoutMs / 1_000} s` };
        return { kind: "failed", why: `no connection (${typeof code === "string" ? code : "unknown"})` };
      }
    },
  };
};
