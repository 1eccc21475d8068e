import { ErrorReply } from "redis";
import { JournalUnavailable } from "../../../application/ports/journal.js";
import { unavailable } from "./unavailable.js";
import { type Argument, type Connection, connectCluster, connectStandalone, type SignIn } from "./connection.js";
import { createGather, type Gather } from "./gather.js";
import { createReplicated, TooFewReplicas } from "./replication.js";
import type { Script } from "./script.js";

interface ClientNeeds {
  /** One `redis:` or `rediss:` URL; several are the nodes of one cluster. */
  readonly urls: readonly string[];
  /** The time each call may take, connecting included. */
  readonly deadlineMs?: number | undefined;
  /** Replicas that must hold a replicated call; undefined: as many as there are at the first one. */
  readonly replicas?: number | undefined;
  /** For each new connection, where it may change; undefined: the URL's. */
  readonly password?: SignIn;
}

interface EvaluateOptions {
  /** Bulk strings come as Buffers, not as strings. */
  readonly buffers?: boolean | undefined;
  /** Answered only once the replicas that must hold it do; a function tells so of the answer. */
  readonly replicated?: boolean | ((answer: unknown) => boolean) | undefined;
}

/**
 * Redis, standalone or cluster. Every call is answered, or rejects within its deadline with `JournalUnavailable`: it may then
 * have been applied, now or later, so it must be safe to repeat. Nothing is queued while Redis is away and nothing is sent
 * twice by itself; it reconnects for ever, at least once a second.
 */
export interface RedisClient {
  readonly clustered: boolean;
  /** Runs a script; on a cluster all `keys` share one hash tag, and the first one finds the server. */
  evaluate(
    script: Script,
    keys: readonly [string, ...string[]],
    args: readonly Argument[],
    options?: EvaluateOptions,
  ): Promise<unknown>;
  /** Joins what is asked for in small pieces into few calls. */
  readonly gather: Gather;
  /** True if calls must be held by replicas; also true while nobody knows. */
  replicated(): boolean;
  /**
   * Notes that a call was answered and its work refused: `troubles` tells it, and a server that turned replica is
   * left.
   */
  refusedInside(error: Error): void;
  /** One command to every server that takes writes. */
  everyMaster(command: readonly string[]): Promise<readonly { readonly server: string; readonly reply: unknown }[]>;
  /** Empty while Redis answers; otherwise why not. */
  troubles(): readonly string[];
  /** Waits within a deadline for calls in flight, then closes. Later calls reject. */
  close(): Promise<void>;
}

/** A refusal counts as trouble for this long: reads may succeed in between while writes do not. */
const refusedForMs = 5_000;
const slotMoves = /^(?:TRYAGAIN|ASK|MOVED) /;
const slotMovesMs = 25;
/** A server that turned replica, and one that forgot who asks: another connection finds the master, and signs in. */
const connectsAnew = /READONLY|UNBLOCKED|NOAUTH/;

/** The deadline has passed: the caller has been told, and nothing may be sent any more. */
const never = new Promise<never>(() => undefined);

export const createRedisClient = ({ urls, deadlineMs = 2_000, password, replicas }: ClientNeeds): RedisClient => {
  const clustered = urls.length > 1;
  const replication = createReplicated(replicas);
  const troubles = new Map<string, string>();
  /** When a call by this first key was first and last left unanswered, and none was answered since. */
  const silences = new Map<string, { readonly since: number; readonly last: number }>();
  /** The last call that was answered with an error: Redis is there but cannot do the work. */
  let refused: { readonly why: string; readonly at: number } | undefined;
  let leftAt = Number.NEGATIVE_INFINITY;
  let closed = false;

  const connect = (): Connection => {
    let current = true;
    const heard = (server: string, trouble: string | undefined) => {
      if (!current) return;
      if (trouble === undefined) troubles.delete(server);
      else troubles.set(server, `Redis at ${server} is away: ${trouble}`);
    };
    const made = clustered
      ? connectCluster(urls, deadlineMs, heard, password)
      : connectStandalone(urls[0]!, deadlineMs, heard, password);
    made.ready.catch(() => undefined);
    return {
      ...made,
      destroy: () => {
        current = false;
        made.destroy();
      },
    };
  };
  let connection = connect();

  const reconnect = (): void => {
    if (closed) return;
    silences.clear();
    connection.destroy();
    // A server that left the cluster since is none of the new connection's, which would never tell that it is well.
    troubles.clear();
    connection = connect();
  };

  /** An answer of one server says nothing of another's. */
  const answered = (key: string) => {
    if (silences.size === 0) return;
    if (clustered) silences.delete(key);
    else silences.clear();
  };

  /**
   * A peer that vanishes without a word keeps its connection open for many minutes, so a silent connection is
   * replaced.
   */
  const silent = (key: string) => {
    const now = performance.now();
    const since = silences.get(key)?.since ?? now;
    silences.set(key, { since, last: now });
    if (now - since >= 2 * deadlineMs) {
      reconnect();
      silences.set(key, { since: now, last: now });
    }
  };

  /** A key that nobody asks for any more proves nothing: the connection it hung on may have healed long ago. */
  const isSilent = (): boolean => {
    for (const [key, { last }] of silences)
      if (performance.now() - last > deadlineMs + refusedForMs) silences.delete(key);
    return silences.size > 0;
  };

  const refusedInside = (error: Error): void => {
    refused = { why: error.message, at: performance.now() };
    // Behind an address that moved, the server that was left stays connected, and refuses for ever.
    if (connectsAnew.test(error.message) && performance.now() - leftAt > refusedForMs / 5) {
      leftAt = performance.now();
      reconnect();
    }
  };

  /** Races `work` against the deadline; `work` sends nothing more once `late`. */
  const within = <Answer>(key: string, work: (to: Connection, late: () => boolean) => Promise<Answer>) =>
    new Promise<Answer>((resolve, reject) => {
      let late = false;
      const timer = setTimeout(() => {
        late = true;
        silent(key);
        reject(new JournalUnavailable(`Redis did not answer within ${deadlineMs} ms`));
      }, deadlineMs);
      const to = connection;
      to.ready
        .then(() => (late ? never : work(to, () => late)))
        .then(
          (answer) => {
            clearTimeout(timer);
            answered(key);
            resolve(answer);
          },
          (error: unknown) => {
            clearTimeout(timer);
            const failure = unavailable(error);
            const answer = error instanceof ErrorReply || error instanceof TooFewReplicas;
            if (failure instanceof JournalUnavailable && answer) refusedInside(failure);
            reject(failure);
          },
        );
    });

  const evaluate: RedisClient["evaluate"] = (script, keys, args, options = {}) =>
    within(keys[0], async (to, late) => {
      const began = performance.now();
      const rest = [String(keys.length), ...keys, ...args];
      const send = (command: readonly Argument[]) => to.send(keys[0], command, options.buffers ?? false);
      const once = () =>
        send(["EVALSHA", script.sha, ...rest]).catch((error: unknown) => {
          if (late() || !(error instanceof Error && error.message.startsWith("NOSCRIPT"))) throw error;
          return send(["EVAL", script.source, ...rest]);
        });
      /** While a slot moves, its keys lie on two servers: the call was refused before anything ran, and waits for the last one. */
      const run = async (): Promise<unknown> => {
        for (;;) {
          try {
            return await once();
          } catch (error) {
            if (late() || !(error instanceof ErrorReply && slotMoves.test(error.message))) throw error;
            await new Promise((resolve) => setTimeout(resolve, slotMovesMs));
          }
        }
      };
      const { replicated = false } = options;
      if (replicated === false || !replication.required()) return run();
      const master = await to.masterOf(keys[0]);
      const epoch = master.epoch();
      const answer = await run();
      const isPromise = replicated === true || replicated(answer);
      if (isPromise && !late())
        await replication.wait(await to.masterOf(keys[0]), epoch, deadlineMs - (performance.now() - began));
      return answer;
    });

  return {
    clustered,
    evaluate,
    gather: createGather(),
    replicated: replication.required,
    refusedInside,
    everyMaster: (command) =>
      within("", async (to) =>
        Promise.all(
          (await to.masters()).map(async (master) => ({ server: master.name, reply: await master.send(command) })),
        ),
      ),
    troubles: () => {
      const lately = refused !== undefined && performance.now() - refused.at < refusedForMs;
      const hangs = isSilent() ? [`Redis does not answer within ${deadlineMs} ms`] : [];
      const known = [...troubles.values(), ...hangs];
      return lately ? [...known, refused!.why] : known;
    },
    close: async () => {
      closed = true;
      const giveUp = new Promise((resolve) =>
        setTimeout(resolve, troubles.size > 0 || isSilent() ? 0 : deadlineMs).unref(),
      );
      await Promise.race([connection.ready.then(() => connection.close()).catch(() => undefined), giveUp]);
      connection.destroy();
    },
  };
};
