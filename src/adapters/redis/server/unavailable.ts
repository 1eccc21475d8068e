import { ErrorReply } from "redis";
import { JournalUnavailable } from "../../../application/ports/journal.js";

/**
 * Replies of a server that cannot do the step now, each with its meaning (redis 7.0 src/server.c, src/cluster.c; the last two
 * come from src/networking.c as soon as it is connected to). Any other error is a fault of ours and is thrown unchanged.
 */
const awayReplies: readonly (readonly [prefix: string, meaning: string])[] = [
  ["LOADING", "it is loading its data"],
  ["CLUSTERDOWN", "its cluster is down"],
  ["MOVED", "its cluster is moving slots"],
  ["ASK", "its cluster is moving slots"],
  ["TRYAGAIN", "its cluster is moving slots"],
  ["MASTERDOWN", "its link with the master is down"],
  ["READONLY", "it has become a replica"],
  ["BUSY", "a script occupies it"],
  ["OOM", "its memory is full"],
  ["MISCONF", "it cannot write to its disk"],
  ["NOREPLICAS", "too few of its replicas are there"],
  ["UNBLOCKED", "it has become a replica"],
  ["NOAUTH", "it asks for a password; put it into REDIS_URL or REDIS_PASSWORD_FILE"],
  ["WRONGPASS", "it refuses the password in REDIS_URL or REDIS_PASSWORD_FILE"],
  ["NOPERM", "its access list forbids what the service does"],
  ["ERR max number of clients reached", "it has as many clients as it may; raise its maxclients"],
  ["DENIED", "it is in protected mode, and answers its own machine only"],
];

/** Translates a failed call for the caller: Redis is away (`JournalUnavailable`), or the error itself. */
export const unavailable = (error: unknown): Error => {
  if (error instanceof JournalUnavailable) return error;
  if (!(error instanceof Error)) return new Error(String(error));
  if (error instanceof TypeError) return error;
  if (!(error instanceof ErrorReply)) return new JournalUnavailable(`Redis cannot be reached: ${error.message}`);
  const known = awayReplies.find(([prefix]) => error.message.startsWith(prefix));
  if (known === undefined) return error;
  const said = error.message.replace(/ script: .*$/s, "").slice(0, 120);
  return new JournalUnavailable(`Redis cannot do it now: ${known[1]} (${said})`);
};
