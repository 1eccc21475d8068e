import { ErrorReply } from "redis";
import { JournalLost, JournalUnavailable } from "../../../application/ports/journal.js";
import { unavailable } from "../server/unavailable.js";
import type { RedisClient } from "../server/client.js";
import type { Argument } from "../server/connection.js";
import { script } from "../server/script.js";
import { lua } from "./lua.js";
import type { Progress } from "./progress.js";
import { shards } from "./shards.js";

/** Steps of one call, few enough that Redis stays free for others. */
const mostSteps = 256;

/** One op, as a caller asks for it. */
export interface Step {
  readonly op: string;
  /** The hash tag that all its keys share: a shard of the journal, or a tag of another room. */
  readonly tag: string;
  /** The suffix, after the tag, of each key that the op touches. */
  readonly keys: readonly string[];
  readonly args: readonly Argument[];
  /** The answer promises something to others: a replica must hold it first, where there is one. */
  readonly promises?: true;
}

/** A word, and its values. */
export type StepAnswer = readonly [word: string, ...values: unknown[]];

interface BatchedStepsNeeds {
  readonly client: RedisClient;
  /** Names the keys: deployments that share a Redis share nothing. */
  readonly deployment: string;
  /** Lua of further ops, beyond those of the journal. */
  readonly ops?: readonly string[] | undefined;
  /** The id that shards must hold now; empty: none yet. */
  readonly born: () => string;
  readonly ttlMs: number;
  readonly parkedBytesCap: number;
  /** The clock that all workers share; undefined before it was read once. */
  readonly now: () => number | undefined;
  readonly clockOffset: () => number;
  /** The place up to which each shard was seen, as far as its answers are sure to last. */
  readonly progress: Progress;
}

/** Runs one step; answers the op's answer. Rejects with `JournalLost` where the tag does not hold `born`. */
export type Steps = (step: Step) => Promise<StepAnswer>;

interface Asked extends Step {
  readonly resolve: (answer: StepAnswer) => void;
  readonly reject: (error: Error) => void;
}

const deliver = (client: Pick<RedisClient, "refusedInside">, step: Asked, answer: StepAnswer): void => {
  const [word, value] = answer;
  if (word === "lost") step.reject(new JournalLost("Redis has lost this journal"));
  else if (word === "error") {
    const error = unavailable(new ErrorReply(String(value)));
    if (error instanceof JournalUnavailable) client.refusedInside(error);
    step.reject(error);
  } else step.resolve(answer);
};

const byTag = (steps: readonly Asked[]): readonly (readonly Asked[])[] => {
  const groups = new Map<string, Asked[]>();
  for (const step of steps) {
    const group = groups.get(step.tag);
    if (group === undefined) groups.set(step.tag, [step]);
    else group.push(step);
  }
  return [...groups.values()];
};

/** The steps of a text's way, and those of the journal that are seldom asked for. */
const wayOps = [lua.open, lua.mark, lua.unmark, lua.again, lua.settle, lua.announced].join("\n");
const seldomOps = [[lua.park, lua.schedule].join("\n"), lua.receive, lua.erase, lua.doubts];
const ownOps = [lua.identity, lua.clock, lua.liveness];

/** A room of ops, made when it is needed: its texts may share what is local to them. */
const room = (text: string): string => `rooms[#rooms + 1] = function()\n${text}\nend`;

/** The gateway has answered: a crash before this is written would leave the text in doubt, so it waits for nothing. */
const isEnd = ({ op }: Asked): boolean => op === "settle" || op === "unmark" || op === "again";

/** The gateway's answers are written down before anything new is marked. */
const endsFirst = (steps: readonly Asked[]): Asked[] => [
  ...steps.filter(isEnd),
  ...steps.filter((step) => !isEnd(step)),
];

/** Steps that are gathered go in one call: one for all tags standalone, one per tag on a cluster. */
export const createBatchedSteps = (needs: BatchedStepsNeeds): Steps => {
  const { client, deployment, ops = [], born, ttlMs, parkedBytesCap, now, clockOffset, progress } = needs;
  const rooms = [wayOps, ...ops, ...seldomOps, ...ownOps].map(room);
  const program = script([lua.frameHead, lua.record, ...rooms, lua.frameRun].join("\n"));
  const keyOf = (tag: string, key: string): string => `{${deployment}:${tag}}:${key}`;

  const call = async (steps: readonly Asked[]): Promise<void> => {
    const numbers = new Map<string, string>();
    const keys: string[] = [];
    const numberOf = (key: string): string => {
      const known = numbers.get(key);
      if (known !== undefined) return known;
      keys.push(key);
      const number = String(keys.length);
      numbers.set(key, number);
      return number;
    };
    const isOne = !client.clustered;
    const tags = [...new Set([...(isOne ? [shards[0]!] : []), ...steps.map(({ tag }) => tag)])];
    for (const tag of tags) numberOf(keyOf(tag, "meta"));
    const shared = [String(now() ?? ""), String(clockOffset()), born(), String(ttlMs), String(parkedBytesCap)];
    const seen = tags.map((tag) => String(progress.of(tag)));
    const args: Argument[] = [...shared, isOne ? "one" : "many", String(tags.length), ...seen];
    let replicated = false;
    for (const { op, tag, keys: own, args: values, promises } of steps) {
      args.push(op, numberOf(keyOf(tag, "meta")));
      for (const key of own) args.push(numberOf(keyOf(tag, key)));
      args.push(...values);
      replicated ||= promises === true;
    }
    try {
      const options = { buffers: true, replicated };
      const reply = await client.evaluate(program, keys as [string, ...string[]], args, options);
      const [sequences, answers] = reply as [readonly number[], readonly StepAnswer[]];
      // An answer no replica holds yet may vanish with the master, so it counts for no progress.
      if (replicated || !client.replicated())
        for (const [at, tag] of tags.entries()) progress.seen(tag, sequences[at]!);
      for (const [at, step] of steps.entries()) deliver(client, step, answers[at]!);
    } catch (error) {
      for (const step of steps) step.reject(unavailable(error));
    }
  };

  const gather = client.gather<Asked>((asked) => {
    const steps = asked.length > mostSteps ? endsFirst(asked) : asked;
    const calls: Promise<void>[] = [];
    for (const group of client.clustered ? byTag(steps) : [steps])
      for (let from = 0; from < group.length; from += mostSteps) calls.push(call(group.slice(from, from + mostSteps)));
    return Promise.all(calls);
  }, isEnd);

  return (step) => new Promise((resolve, reject) => gather({ ...step, resolve, reject }));
};
