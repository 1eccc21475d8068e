import { randomUUID } from "node:crypto";
import { JournalLost } from "../../../application/ports/journal.js";
import type { Progress } from "./progress.js";
import { shards } from "./shards.js";
import type { Steps } from "./batched-steps.js";

/** The identity of this journal: the id that every shard holds and every step checks. */
export interface JournalIdentity {
  /** The id that this process works under; empty before `ensure`. */
  current(): string;
  /** Finds the id, or makes it where Redis holds no trace of one. Rejects with `JournalLost` where only some shards hold it. */
  ensure(): Promise<string>;
  /** After a lost step: true where Redis holds our id after all, or one made when an operator accepted the loss of ours. */
  adopt(): Promise<boolean>;
  /**
   * True if these offsets were committed under this journal, which has lost nothing since, or under one whose loss
   * was accepted.
   */
  knows(metadata: string | null): Promise<boolean>;
  /** The stamp that commits of offsets carry now. */
  stamp(): string;
  acceptLoss(metadata: readonly (string | null)[]): Promise<void>;
  lost(): boolean;
  /** The reason why nothing of this journal may be used, where it was made under another key. */
  refusal(): string | undefined;
}

type How = "create" | "renew";

interface Look {
  readonly born: string;
  readonly making: string;
  readonly how: string;
  readonly print: string;
  readonly sequence: number;
}

const [first = "", ...others] = shards;
/** A lost journal is looked at again no more often than this. */
const lookAgainMs = 1_000;
/** Offsets are committed with the id, and how far each shard was seen. */
const idOf = (metadata: string): string => metadata.split("/", 1)[0]!;
const progressOf = (metadata: string): string => metadata.slice(idOf(metadata).length + 1);
const member = (metadata: string | null): string => (metadata === null ? "none" : `id:${metadata}`);

/** Another service's journal, or ours under another key: nothing in it can be read, and nothing may be written. */
export class WrongHashKey extends Error {
  override readonly name = "WrongHashKey";
  readonly code = "wrong-hash-key";
}
const wrongKey =
  "This deployment's journal in Redis was made under another SMS_HASH_KEY: what it holds cannot be opened. Start with that key, or name another deployment by KAFKA_TOPIC_PREFIX or KAFKA_GROUP_ID";

interface JournalIdentityNeeds {
  readonly steps: () => Steps;
  readonly progress: Progress;
  /** Tells the hash key, without telling it. */
  readonly print: string;
}

export const createJournalIdentity = ({ steps, progress, print }: JournalIdentityNeeds): JournalIdentity => {
  let id = "";
  let lost = false;
  let refusal: string | undefined;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let underWay: Promise<boolean> | undefined;

  /** The fields that follow the word that the op answers. */
  const ask = async (op: string, tag: string, args: readonly string[] = []): Promise<readonly string[]> => {
    const [, ...values] = await steps()({ op, tag, keys: [], args });
    return values.map(String);
  };

  const look = async (): Promise<readonly Look[]> => {
    const answers = await Promise.all(shards.map((shard) => ask("look", shard)));
    const looks = answers.map(([born = "", making = "", how = "", found = "", sequence = ""]) => {
      return { born, making, how, print: found, sequence: Number(sequence) };
    });
    refusal = looks.some((found) => found.print !== "" && found.print !== print) ? wrongKey : undefined;
    if (refusal !== undefined) throw new WrongHashKey(refusal);
    return looks;
  };

  /**
   * The journal's identity: one id in all shards, none in any, or a mixture. Another process may be writing it: look
   * three times before reporting a mixture.
   */
  const state = async (
    tries = 3,
  ): Promise<{ whole?: string; making?: Look; empty?: true; sequences?: readonly number[] }> => {
    const looks = await look();
    const [zero] = looks as [Look];
    if (zero.making !== "") return { making: zero };
    if (looks.every(({ born }) => born === zero.born)) {
      const sequences = looks.map(({ sequence }) => sequence);
      return zero.born === "" ? { empty: true } : { whole: zero.born, sequences };
    }
    if (tries === 1) return {};
    await new Promise((resolve) => setTimeout(resolve, 50));
    return state(tries - 1);
  };

  const make = async (wanted: string, wantedHow: How): Promise<string> => {
    const [made, how] = (await ask("begin", first, [wanted, wantedHow, print])) as [string, How];
    const planted = await Promise.all(others.map((shard) => ask("plant", shard, [made, how, print])));
    if (planted.some(([born]) => born !== made)) throw new JournalLost("Some shards hold another journal");
    const [confirmed] = await ask("confirm", first, [made]);
    if (confirmed !== made) throw new JournalLost("Another journal was made");
    return made;
  };

  const establish = async (): Promise<string> => {
    const { whole, making, empty } = await state();
    if (whole !== undefined) return whole;
    if (making !== undefined) return make(making.making, making.how as How);
    if (empty) return make(randomUUID(), "create");
    throw new JournalLost("Redis has lost a part of this journal");
  };

  const ofAccepted = (op: "accept" | "accepted", metadata: string | null) =>
    steps()({ op, tag: first, keys: ["accepted"], args: [member(metadata)] });
  const isAccepted = async (metadata: string | null) => (await ofAccepted("accepted", metadata))[0] === "accepted";

  const knows = async (metadata: string | null): Promise<boolean> => {
    const { whole, sequences = [] } = await state();
    if (metadata !== null && idOf(metadata) === whole) {
      // The committer saw that much: from now on no step, not even the schedule's, is taken on less.
      progress.learn(progressOf(metadata));
      if (progress.isAtLeast(progressOf(metadata), sequences)) return true;
    }
    return (await isAccepted(metadata)) || (metadata !== null && (await isAccepted(idOf(metadata))));
  };

  const adoptNow = async (): Promise<boolean> => {
    const { whole, sequences = [] } = await state();
    if (whole === undefined) return false;
    if (whole === id) return progress.isAtLeast(progress.text(), sequences);
    if (!(await isAccepted(id))) return false;
    progress.forget();
    id = whole;
    return true;
  };

  return {
    current: () => id,
    ensure: async () => {
      if (id !== "") return id;
      if (lost && performance.now() - lookedAt < lookAgainMs) throw new JournalLost("Redis has lost this journal");
      try {
        id = await establish();
        lost = false;
      } catch (error) {
        if (error instanceof JournalLost) {
          lost = true;
          lookedAt = performance.now();
        }
        throw error;
      }
      return id;
    },
    adopt: async () => {
      if (lost && performance.now() - lookedAt < lookAgainMs) return false;
      underWay ??= adoptNow().finally(() => {
        underWay = undefined;
      });
      const adopted = await underWay;
      lost = !adopted;
      lookedAt = performance.now();
      return adopted;
    },
    knows,
    stamp: () => `${id}/${progress.text()}`,
    acceptLoss: async (metadata) => {
      const { whole, making, sequences = [] } = await state();
      const isBehind = (known: string | null): boolean =>
        known !== null && idOf(known) === whole && !progress.isAtLeast(progressOf(known), sequences);
      const behind = [...metadata, `${id}/${progress.text()}`].some(isBehind);
      const ids = metadata.map((known) => (known === null ? null : idOf(known)));
      const lostIds = new Set(id === "" ? ids : [...ids, id]);
      for (const gone of lostIds) if (behind || gone !== whole) await ofAccepted("accept", gone);
      progress.forget();
      id = whole !== undefined && !behind ? whole : await make(making?.making ?? randomUUID(), "renew");
      lost = false;
    },
    lost: () => lost,
    refusal: () => refusal,
  };
};
