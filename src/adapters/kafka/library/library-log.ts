import type { LogEntry, logCreator } from "kafkajs";
import type { Log } from "../../../application/ports/log.js";

/** Fields of kafkajs's own log that hold no key, value or header. */
const harmless = ["broker", "clientId", "groupId", "topic", "partition", "retryCount", "retryTime", "error"] as const;

/** kafkajs warns of each idempotent producer that does not retry for ever; here a new producer takes over instead. */
const beside = /^Limiting retries for the idempotent producer/;

/**
 * Errors a broker gives in the first seconds of a topic, of a group or of its own life; kafkajs retries them itself.
 */
const passing =
  /not the leader for that topic-partition|no leader for this topic-partition|coordinator is (?:loading|not available)|group coordinator is not available|group is rebalancing|does not host this topic-partition/i;

/** kafkajs's numbers of its levels. */
const error = 1;
const warn = 2;

/**
 * Turns kafkajs's log into ours. kafkajs calls errors what it retries by itself, so its errors are our warnings; the
 * adapter that ends up in trouble logs that itself.
 */
export const libraryLog =
  (log: Log): logCreator =>
  () =>
  ({ namespace, level, log: { message, ...extra } }: LogEntry) => {
    if (beside.test(message)) return;
    const fields = Object.fromEntries(
      harmless.flatMap((name) => {
        const value: unknown = extra[name];
        return typeof value === "string" || typeof value === "number" ? [[name, value]] : [];
      }),
    );
    const soon = passing.test(`${message} ${extra["error"] ?? ""}`);
    const write = soon ? log.debug : level === error ? log.warn : level === warn ? log.info : log.debug;
    write.call(log, { library: "kafkajs", namespace, ...fields }, message);
  };
