import { ErrorReply } from "redis";
import { JournalUnavailable } from "../../../application/ports/journal.js";
import { away } from "./away.js";
import { type Argument, type Connection, connectCluster, connectStandalone } from "./connection.js";
import { createReplicated } from "./replication.js";
import type { Script } from "./script.js";

interface ClientNeeds {
  /** One `redis:` or `rediss:` URL; several are the nodes of one cluster. */
  readonly urls: readonly string[];
  /** What each call may take, connecting included. */
  readonly deadlineMs?: number | undefined;
}

interface EvaluateOptions {
  /** Bulk strings come as Buffers, not as strings. */
  readonly buffers?: boolean | undefined;
  /** Answered only once a replica holds it, where the server has one. */
  readonly replicated?: boolean | undefined;
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
  /** One command to every server that takes writes. */
  everyMaster(command: readonly string[]): Promise<readonly { readonly server: string; readonly reply: unknown }[]>;
  /** Empty while Redis answers; otherwise why not. */
  troubles(): readonly string[];
  /** Lets what is in flight be answered within a deadline, then closes. Later calls reject. */
  close(): Promise<void>;
}

/** A refusal is a trouble for so long: reads may succeed in between while writes do not. */
const refusedForMs = 5_000;

/** Its deadline has passed: the caller has been told, and nothing may be sent any more. */
const never = new Promise<never>(() => undefined);

export const createRedisClient = ({ urls, deadlineMs = 2_000 }: ClientNeeds): RedisClient => {
  const clustered = urls.length > 1;
  const replicated = createReplicated();
  const troubles = new Map<string, string>();
  /** When a call by this first key was first left unanswered, and none was answered since. */
  const silentSince = new Map<string, number>();
  /** The last call that was answered with an error: Redis is there and cannot do what is asked. */
  let refused: { readonly why: string; readonly at: number } | undefined;
  let closed = false;

  const connect = (): Connection => {
    let current = true;
    const heard = (server: string, trouble: string | undefined) => {
      if (!current) return;
      if (trouble === undefined) troubles.delete(server);
      else troubles.set(server, `Redis at ${server} is away: ${trouble}`);
    };
    const made = clustered ? connectCluster(urls, deadlineMs, heard) : connectStandalone(urls[0]!, deadlineMs, heard);
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

  const answered = (key: string) => {
    if (silentSince.size > 0) silentSince.delete(key);
    if (troubles.size > 0 && silentSince.size === 0) troubles.delete("calls");
  };

  /** A peer that is gone without a word keeps its connection open for many minutes: a silent one is made anew. */
  const silent = (key: string) => {
    const now = performance.now();
    const since = silentSince.get(key) ?? now;
    silentSince.set(key, since);
    troubles.set("calls", `Redis does not answer within ${deadlineMs} ms`);
    if (now - since < 2 * deadlineMs || closed) return;
    silentSince.clear();
    connection.destroy();
    connection = connect();
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
            const failure = away(error);
            if (failure instanceof JournalUnavailable && error instanceof ErrorReply)
              refused = { why: failure.message, at: performance.now() };
            reject(failure);
          },
        );
    });

  const evaluate: RedisClient["evaluate"] = (script, keys, args, options = {}) =>
    within(keys[0], async (to, late) => {
      const began = performance.now();
      const rest = [String(keys.length), ...keys, ...args];
      const send = (command: readonly Argument[]) => to.send(keys[0], command, options.buffers ?? false);
      const run = () =>
        send(["EVALSHA", script.sha, ...rest]).catch((error: unknown) => {
          if (late() || !(error instanceof Error && error.message.startsWith("NOSCRIPT"))) throw error;
          return send(["EVAL", script.source, ...rest]);
        });
      if (options.replicated !== true) return run();
      const master = await to.masterOf(keys[0]);
      const epoch = master.epoch();
      const answer = await run();
      if (!late()) await replicated(await to.masterOf(keys[0]), epoch, deadlineMs - (performance.now() - began));
      return answer;
    });

  return {
    clustered,
    evaluate,
    everyMaster: (command) =>
      within("", async (to) =>
        Promise.all(
          (await to.masters()).map(async (master) => ({ server: master.name, reply: await master.send(command) })),
        ),
      ),
    troubles: () => {
      const lately = refused !== undefined && performance.now() - refused.at < refusedForMs;
      return [...troubles.values(), ...(lately && troubles.size === 0 ? [refused!.why] : [])];
    },
    close: async () => {
      closed = true;
      const giveUp = new Promise((resolve) => setTimeout(resolve, troubles.size > 0 ? 0 : deadlineMs).unref());
      await Promise.race([connection.ready.then(() => connection.close()).catch(() => undefined), giveUp]);
      connection.destroy();
    },
  };
};
