import { shownText } from "../../domain/text/shown-text.js";
import { BadUsage } from "./bad-usage.js";
import type { Terminal } from "./terminal.js";

/** The service's address and a key, as a command line names them. */
export interface Reach {
  readonly url?: string | undefined;
  readonly key?: string | undefined;
  /** The reason of a change, for the audit trail. */
  readonly because?: string | undefined;
}

const longestShown = 200;

/** The fault of an address; undefined where it has none. */
const faultOf = (base: string): string | undefined => {
  if (!/^https?:\/\//i.test(base) || !URL.canParse(base))
    return `must be an address such as http://127.0.0.1:8080, and ${shownText(base, longestShown) || "an empty text"} is none`;
  const { username, password } = new URL(base);
  // Neither is shown: a terminal's lines are kept.
  if (username !== "" || password !== "") return "must hold no user and no password; give the key with --key";
  return /[?#]/.test(base) ? "must end before the ? or the # of a page's address" : undefined;
};

/** The place of the service and the headers that open it: the command line goes before the environment. */
export const reachOf = (environment: Terminal["environment"], { because, key, url }: Reach) => {
  const base = url ?? (environment["SMS_URL"] || "http://127.0.0.1:8080");
  const fault = faultOf(base);
  if (fault !== undefined) throw new BadUsage(`${url === undefined ? "SMS_URL" : "--url"} ${fault}`);
  const secret = key ?? environment["SMS_API_KEY"];
  // RFC 9110 §5.5: the characters that a field of a header may have.
  if (secret !== undefined && !/^[\t\x20-\xff]*$/.test(secret.trim()))
    throw new BadUsage(`${key === undefined ? "SMS_API_KEY" : "--key"} holds a character that no key has`);
  return {
    base,
    urlOf: (path: string): string => `${base.replace(/\/+$/, "")}${path}`,
    headers: {
      ...(secret === undefined ? {} : { authorization: `Bearer ${secret}` }),
      ...(because === undefined ? {} : { "audit-reason": encodeURIComponent(because) }),
    },
  };
};
