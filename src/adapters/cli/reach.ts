import type { Terminal } from "./terminal.js";

/** The service's address and a key, as a command line names them. */
export interface Reach {
  readonly url?: string | undefined;
  readonly key?: string | undefined;
  /** The reason of a change, for the audit trail. */
  readonly because?: string | undefined;
}

/** The place of the service and the headers that open it: the command line goes before the environment. */
export const reachOf = (environment: Terminal["environment"], { because, key, url }: Reach) => {
  const base = url ?? (environment["SMS_URL"] || "http://127.0.0.1:8080");
  const secret = key ?? environment["SMS_API_KEY"];
  return {
    base,
    urlOf: (path: string): string => `${base.replace(/\/+$/, "")}${path}`,
    headers: {
      ...(secret === undefined ? {} : { authorization: `Bearer ${secret}` }),
      ...(because === undefined ? {} : { "audit-reason": encodeURIComponent(because) }),
    },
  };
};
