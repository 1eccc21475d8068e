import { ErrorReply } from "redis";
import { grouped } from "../../../domain/grouped.js";
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
  /** The answer, or that of this word, promises something to others: a replica must hold it first, where there is one. */
  readonly promises?: true | string | undefined;
  /** In a chain: it runs only where the step before it answered this word; else it is `skipped`. */
  readonly only?: string | undefined;
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

/** Runs steps one after the other in one call, with nothing of others in between; of any tags, so only where one server has all. */
export type Chain = (steps: readonly Step[]) => Promise<readonly StepAnswer[]>;

/** The sequence of each tag, and the answer to each step. */
type Reply = readonly [sequences: readonly number[], answers: readonly StepAnswer[]];

interface Asked {
  readonly steps: readonly Step[];
  readonly resolve: (answers: readonly StepAnswer[]) => void;
  readonly reject: (error: Error) => void;
}

const deliver = (client: Pick<RedisClient, "refusedInside">, asked: Asked, answers: readonly StepAnswer[]): void => {
  const failed = answers.find(([word]) => word === "lost" || word === "error");
  if (failed === undefined) asked.resolve(answers);
  else if (failed[0] === "lost") asked.reject(new JournalLost("Redis has lost this journal"));
  else {
    const error = unavailable(new ErrorReply(String(failed[1])));
    if (error instanceof JournalUnavailable) client.refusedInside(error);
    asked.reject(error);
  }
};

/** A step that did not run promises nothing. */
const isPromise = ({ promises }: Step, [word]: StepAnswer): boolean =>
  promises === true ? word !== "skipped" : promises !== undefined && promises === word;

const tagOf = ({ steps: [first] }: Asked): string => first!.tag;

/** The steps of a text's way, and those of the journal that are seldom asked for. */
const wayOps = [lua.open, lua.mark, lua.unmark, lua.again, lua.settle, lua.announced].join("\n");
const seldomOps = [[lua.park, lua.schedule].join("\n"), lua.receive, lua.erase, lua.doubts];
const ownOps = [lua.identity, lua.clock, lua.liveness];

/** A room of ops, made when it is needed: its texts may share what is local to them. */
const room = (text: string): string => `rooms[#rooms + 1] = function()\n${text}\nend`;

const ends: ReadonlySet<string> = new Set(["settle", "unmark", "again"]);
/** The gateway has answered: a crash before this is written would leave the text in doubt, so it waits for nothing. */
const isEnd = ({ steps: [first] }: Asked): boolean => ends.has(first!.op);

/** The gateway's answers are written down before anything new is marked. */
const endsFirst = (all: readonly Asked[]): Asked[] => [...all.filter(isEnd), ...all.filter((asked) => !isEnd(asked))];

/** Steps that are gathered go in one call: one for all tags standalone, one per tag on a cluster, which has no chains. */
export const createBatchedSteps = (
  needs: BatchedStepsNeeds,
): { readonly steps: Steps; readonly chain: Chain | undefined } => {
  const { client, deployment, ops = [], born, ttlMs, parkedBytesCap, now, clockOffset, progress } = needs;
  const rooms = [wayOps, ...ops, ...seldomOps, ...ownOps].map(room);
  const program = script([lua.frameHead, lua.record, ...rooms, lua.frameRun].join("\n"));
  const isOne = !client.clustered;
  const guards = isOne ? [shards[0]!] : [];

  const call = async (all: readonly Asked[]): Promise<void> => {
    const keys: string[] = [];
    /** By tag, the number of each key. */
    const numbers = new Map<string, Map<string, string>>();
    const numberOf = (tag: string, key: string): string => {
      const own = numbers.get(tag)!;
      const known = own.get(key);
      if (known !== undefined) return known;
      const number = String(keys.push(`{${deployment}:${tag}}:${key}`));
      own.set(key, number);
      return number;
    };
    for (const tag of guards) numbers.set(tag, new Map());
    for (const { steps } of all) for (const { tag } of steps) if (!numbers.has(tag)) numbers.set(tag, new Map());
    const tags = [...numbers.keys()];
    for (const tag of tags) numberOf(tag, "meta");
    const shared = [String(now() ?? ""), String(clockOffset()), born(), String(ttlMs), String(parkedBytesCap)];
    const seen = tags.map((tag) => String(progress.of(tag)));
    const args: Argument[] = [...shared, isOne ? "one" : "many", String(tags.length), ...seen];
    const flat = all.flatMap(({ steps }) => steps);
    const promise = (answers: readonly StepAnswer[]): boolean => flat.some((step, at) => isPromise(step, answers[at]!));
    for (const { op, tag, keys: own, args: values, only } of flat) {
      if (only !== undefined) args.push("only", only);
      args.push(op, numberOf(tag, "meta"));
      for (const key of own) args.push(numberOf(tag, key));
      for (const value of values) args.push(value);
    }
    try {
      const mayPromise = flat.some(({ promises }) => promises !== undefined);
      const replicated = mayPromise && ((reply: unknown) => promise((reply as Reply)[1]));
      const options = { buffers: true, replicated };
      const reply = await client.evaluate(program, keys as [string, ...string[]], args, options);
      const [sequences, answers] = reply as Reply;
      // An answer no replica holds yet may vanish with the master, so it counts for no progress.
      if (!client.replicated() || promise(answers))
        for (const [at, tag] of tags.entries()) progress.seen(tag, sequences[at]!);
      let from = 0;
      for (const asked of all) {
        const to = from + asked.steps.length;
        deliver(client, asked, answers.slice(from, to));
        from = to;
      }
    } catch (error) {
      for (const asked of all) asked.reject(unavailable(error));
    }
  };

  const gather = client.gather<Asked>((asked) => {
    const steps = asked.length > mostSteps ? endsFirst(asked) : asked;
    const calls: Promise<void>[] = [];
    for (const group of client.clustered ? grouped(steps, tagOf).values() : [steps])
      for (let from = 0; from < group.length; from += mostSteps) calls.push(call(group.slice(from, from + mostSteps)));
    return Promise.all(calls);
  }, isEnd);

  const chain: Chain = (steps) => new Promise((resolve, reject) => gather({ steps, resolve, reject }));
  return {
    steps: (step) =>
      new Promise((resolve, reject) => gather({ steps: [step], resolve: ([answer]) => resolve(answer!), reject })),
    chain: isOne ? chain : undefined,
  };
};
