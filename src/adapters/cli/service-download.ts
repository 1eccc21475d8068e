import { type Reach, reachOf } from "./reach.js";
import { awayFrom } from "./service-away.js";
import { answerOf, type ServiceAnswer } from "./service-client.js";
import type { Terminal } from "./terminal.js";

/**
 * A file that the service writes as it is read, piece by piece; a refusal comes whole. Rejects with `ServiceAway` when
 * nothing answers there; the pieces reject where the connection breaks before the end.
 */
export type ServiceDownload = (path: string) => Promise<ServiceAnswer | AsyncIterable<Uint8Array>>;

/** A million rows over a slow line. */
const longestMs = 3_600_000;

/** `given` is asked at each call: the command line goes before the environment. */
export const createServiceDownload =
  (environment: Terminal["environment"], given: () => Reach): ServiceDownload =>
  async (path) => {
    const { base, headers, urlOf } = reachOf(environment, given());
    const asked = { headers, redirect: "manual", signal: AbortSignal.timeout(longestMs) } as const;
    const answer = await fetch(urlOf(path), asked).catch((error) => {
      throw awayFrom(base, error, longestMs);
    });
    const { body, headers: told, ok, status } = answer;
    // Else a page that asks for a login would be kept as the file.
    if (ok && body !== null && told.get("content-type")?.startsWith("text/csv") === true) return body;
    return answerOf(base, { status, location: told.get("location"), text: await answer.text() });
  };
