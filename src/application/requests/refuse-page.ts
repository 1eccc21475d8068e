/** The headers in which a browser names the page that calls. */
export interface PageHeaders {
  readonly host?: string | undefined;
  readonly origin?: string | undefined;
  readonly "sec-fetch-dest"?: string | undefined;
  readonly "sec-fetch-mode"?: string | undefined;
  readonly "sec-fetch-site"?: string | undefined;
}

/** `loopback`: this machine's own names. `private`: any name that nobody can register. `any`: keys guard the door. */
export type TrustedHosts = "loopback" | "private" | "any";

const loopback = new Set(["127.0.0.1", "localhost", "[::1]"]);
/** Addresses, names without a dot and names under TLDs that are never delegated (RFC 6761, RFC 6762, ICANN's `.internal`). */
const unregistered =
  /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[[\da-f:.]+\]|[^.]+|.+\.(?:localhost|local|internal|test|cluster\.local))$/;

const nameOf = (host: string): string => host.toLowerCase().replace(/:\d+$/, "");

const isTrusted = (host: string | undefined, hosts: TrustedHosts): boolean => {
  if (hosts === "any") return true;
  const name = nameOf(host ?? "");
  return loopback.has(name) || (hosts === "private" && unregistered.test(name));
};

/** A person followed a link or typed an address. The page that held the link cannot read the answer. */
const isNavigation = (headers: PageHeaders): boolean =>
  headers["sec-fetch-mode"] === "navigate" && headers["sec-fetch-dest"] === "document";

/**
 * The reason to refuse a call that a web page may have made; undefined where none did, or one of this server's own. Another site's
 * page tells itself by `Origin` (Fetch §3.2) or `Sec-Fetch-Site` (Fetch Metadata §2.3). A page whose name was pointed at this
 * machine afterwards (DNS rebinding) is of the same origin, and tells itself by its `Host` alone. `isPage`: the path answers
 * with a page for people, which a link elsewhere may open.
 */
export const refusePage = (headers: PageHeaders, hosts: TrustedHosts, isPage: boolean): string | undefined => {
  const { host, origin, "sec-fetch-site": site } = headers;
  if (!isTrusted(host, hosts))
    return "Without API keys only the hosts 127.0.0.1, localhost and [::1] are answered; call one of them, or set API_KEYS";
  if (origin !== undefined && origin.toLowerCase().replace(/^https?:\/\//, "") !== host?.toLowerCase())
    return "Pages of another origin may not call this service; call it from a server";
  if (site !== undefined && site !== "same-origin" && site !== "none" && !(isPage && isNavigation(headers)))
    return "Pages of another site may not call this service; call it from a server";
  return undefined;
};
