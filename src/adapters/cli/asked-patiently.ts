import { ServiceAway } from "./service-away.js";
import type { ServiceAnswer, ServiceClient } from "./service-client.js";

/** Statuses that pass by themselves: the key asks too often, a store or the service is away. */
const passing = new Set([429, 502, 503, 504]);

/** The answer of the service at a path; undefined while it cannot say: whoever follows a text asks again. */
export const askedPatiently = async (call: ServiceClient, path: string): Promise<ServiceAnswer | undefined> => {
  const answer = await call("GET", path).catch((error: unknown) => {
    if (error instanceof ServiceAway) return undefined;
    throw error;
  });
  return answer === undefined || passing.has(answer.status) ? undefined : answer;
};
