import {
  type AnsweredConsent,
  type AskedConsent,
  type ConsentLedger,
  optInAgainMs,
  optInClaimMs,
  replyAgainMs,
  replyMs,
  type ToldConsent,
} from "../../../application/ports/consent-ledger.js";
import { keptEntries, type NumberConsent } from "../../../domain/consent/number-consent.js";
import type { RedisClient } from "../server/client.js";
import type { Script } from "../server/script.js";
import { consentFrom, entryArguments, standingFrom } from "./consent-codec.js";
import {
  askScript,
  mergeScript,
  optInScript,
  pageScript,
  permitScript,
  positionScript,
  readScript,
  seenScript,
  unseenScript,
} from "./consent-scripts.js";

interface LedgerNeeds {
  readonly client: Pick<RedisClient, "clustered" | "evaluate" | "gather">;
  /** Names the keys: deployments that share a Redis share nothing. */
  readonly deployment: string;
  /** The time that scripts go by, as `createRedisOtpStore` takes it. */
  readonly clock?: (() => string) | undefined;
}

/** The letters of a keyed hash, base64url (RFC 4648 §5): its first one names the shard. */
const shards = [..."-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"];
/** Numbers of one call, few enough that Redis stays free for others. */
const mostNumbers = 128;

interface Asked {
  readonly asked: AskedConsent;
  readonly resolve: (answer: AnsweredConsent) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The consent ledger in Redis, shared by all workers: 64 shards, each with its numbers, their index and the position
 * it was rebuilt up to.
 */
export const createRedisConsentLedger = ({ client, deployment, clock = () => "0" }: LedgerNeeds): ConsentLedger => {
  const tag = (shard: string) => `{${deployment}:consent:${shard}}`;
  const tagOf = (who: string) => tag(who[0]!);
  const number = (who: string) => `${tagOf(who)}:n:${who}`;
  const meta = (who: string) => `${tagOf(who)}:meta`;
  const index = (who: string) => `${tagOf(who)}:index`;
  const listed = (who: string) => `${tagOf(who)}:listed`;

  /** At most this many to a call, and on a cluster those of one shard only. */
  const inCalls = <One>(all: readonly One[], whoOf: (one: One) => string): readonly (readonly One[])[] => {
    const groups = new Map<string, One[]>();
    for (const one of all) {
      const group = client.clustered ? whoOf(one)[0]! : "";
      const known = groups.get(group);
      if (known === undefined) groups.set(group, [one]);
      else known.push(one);
    }
    return [...groups.values()].flatMap((group) =>
      Array.from({ length: Math.ceil(group.length / mostNumbers) }, (_, at) =>
        group.slice(at * mostNumbers, (at + 1) * mostNumbers),
      ),
    );
  };

  const evaluate = (script: Script, keys: readonly string[], args: readonly string[], replicated = false) =>
    client.evaluate(script, keys as [string, ...string[]], args, { replicated });

  const merge = async (told: readonly ToldConsent[], answers: boolean): Promise<readonly (readonly string[])[]> =>
    (await evaluate(
      mergeScript,
      told.flatMap(({ who }) => [number(who), index(who), listed(who)]),
      [
        clock(),
        String(keptEntries),
        answers ? "1" : "0",
        ...told.flatMap(({ who, entries }) => [who, String(entries.length), ...entries.flatMap(entryArguments)]),
      ],
      true,
    )) as readonly (readonly string[])[];

  const askAll = async (all: readonly Asked[]): Promise<void> => {
    const keys = all.flatMap(({ asked: { who } }) => [number(who), meta(who)]);
    const args = all.flatMap(({ asked }) => [asked.class, asked.messageId ?? ""]);
    try {
      const replies = await evaluate(askScript, keys, [clock(), String(replyMs), ...args]);
      for (const [at, [whole, permitted, pointers]] of (replies as [string, string, string[]][]).entries()) {
        const { asked, resolve } = all[at]!;
        resolve({
          ...standingFrom(asked.class, pointers),
          whole: whole === "whole",
          permitted: permitted === "permitted",
        });
      }
    } catch (error) {
      for (const { reject } of all) reject(error);
    }
  };

  const readAll = async (whos: readonly string[]) => {
    const keys = whos.flatMap((who) => [number(who), meta(who)]);
    const replies = (await evaluate(readScript, keys, [])) as [string, string[]][];
    return replies.map(([whole, flat], at) => ({
      who: whos[at]!,
      whole: whole === "whole",
      consent: consentFrom(flat),
    }));
  };

  const gather = client.gather<Asked>((all) => Promise.all(inCalls(all, ({ asked }) => asked.who).map(askAll)));

  const positions = (args: readonly string[]) =>
    Promise.all(shards.map((shard) => evaluate(positionScript, [`${tag(shard)}:meta`], args)));

  const optIn = async (who: string, word: "claim" | "keep" | "release") => {
    const args = [clock(), word, String(optInAgainMs), String(optInClaimMs)];
    return (await evaluate(optInScript, [number(who)], args, word !== "release")) as readonly string[];
  };

  return {
    record: async (told): Promise<NumberConsent> => consentFrom((await merge([told], true))[0]!),
    recordAll: async (told) => {
      await Promise.all(inCalls(told, ({ who }) => who).map((call) => merge(call, false)));
    },
    ask: (asked) => new Promise((resolve, reject) => gather({ asked, resolve, reject })),
    read: async (who) => {
      const [{ whole, consent } = { whole: false, consent: {} }] = await readAll([who]);
      return { whole, consent };
    },
    list: async (limit, cursor = "") => {
      const whos: string[] = [];
      for (const shard of shards) {
        if (whos.length > limit || shard < cursor.slice(0, 1)) continue;
        const from = shard === cursor[0] ? cursor : "";
        const wanted = String(limit + 1 - whos.length);
        whos.push(...((await evaluate(pageScript, [`${tag(shard)}:index`], [from, wanted])) as string[]));
      }
      const page = whos.slice(0, limit);
      const found = await Promise.all(inCalls(page, (who) => who).map(readAll));
      const byWho = new Map(found.flat().map((one) => [one.who, one.consent]));
      const numbers = page.map((who) => ({ who, consent: byWho.get(who)! }));
      return { numbers, ...(whos.length > limit ? { next: page.at(-1)! } : {}) };
    },
    permitReply: async (who, kind, messageId) =>
      (await evaluate(permitScript, [number(who)], [clock(), kind, messageId, String(replyAgainMs)], true)) ===
      "permitted",
    claimOptIn: async (who) => {
      const [word, from] = await optIn(who, "claim");
      return word === "claimed" ? { claimed: true } : { claimed: false, from: new Date(Number(from)) };
    },
    endOptIn: async (who, mayBeDone) => {
      await optIn(who, mayBeDone ? "keep" : "release");
    },
    seen: async (whos, generation) => {
      const groups = new Map<string, string[]>();
      for (const who of whos) groups.set(listed(who), [...(groups.get(listed(who)) ?? []), who]);
      await Promise.all([...groups].map(([key, own]) => evaluate(seenScript, [key], [String(generation), ...own])));
    },
    unseen: async (generation) => {
      const found = shards.map((shard) => evaluate(unseenScript, [`${tag(shard)}:listed`], [String(generation)]));
      return (await Promise.all(found)).flat() as string[];
    },
    position: async () => {
      const found = await positions([]);
      return found.every((position) => position === found[0]) && found[0] !== "" ? String(found[0]) : undefined;
    },
    rebuilt: async (position) => {
      await positions([position]);
    },
    doubt: async () => {
      await positions([""]);
    },
  };
};
