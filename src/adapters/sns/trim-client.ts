import type { SNSClient } from "@aws-sdk/client-sns";

/** With one attempt and no logger they do nothing for a Publish but build headers and copies: a sixth of its cost. */
const needlessMiddleware = ["loggerMiddleware", "getUserAgentMiddleware", "recursionDetectionMiddleware"];

/** The retries' place is taken too: the signing finds its own by that name. */
const emptied = "retryMiddleware";

/**
 * Removes from the SDK's client the parts that a Publish does not need. Throws where the SDK lacks a part that is
 * removed or replaced.
 */
export const trimClient = (client: SNSClient): void => {
  const stack = client.middlewareStack;
  if (!stack.identify().some((entry) => entry.startsWith(`${emptied} `))) throw new Error(`no ${emptied}`);
  for (const name of needlessMiddleware) if (!stack.remove(name)) throw new Error(`no ${name}`);
  stack.add((next) => next, { step: "finalizeRequest", priority: "high", name: emptied, override: true });
  const { config } = client;
  const make = config.signer;
  if (typeof make !== "function") throw new Error("no signer to keep");
  // The SDK makes a new signer for every call, though all are alike: a signer asks for credentials and time only when
  // it signs.
  let made: ReturnType<typeof make> | undefined;
  config.signer = (scheme) => {
    made ??= make(scheme).catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
};
