import { randomUUID } from "node:crypto";
import { JournalLost } from "../../../application/ports/journal.js";
import { shards } from "./shards.js";
import type { Steps } from "./steps.js";

/** Who this journal is: the id that every shard holds and every step checks. */
export interface Identity {
  /** The id that this process works under; empty before `ensure`. */
  current(): string;
  /** Finds the id, or makes it where Redis holds no trace of one. Rejects with `JournalLost` where only some shards hold it. */
  ensure(): Promise<string>;
  /** After a lost step: true where Redis holds our id after all, or one made when an operator accepted the loss of ours. */
  adopt(): Promise<boolean>;
  isAccepted(metadata: string | null): Promise<boolean>;
  acceptLoss(metadata: readonly (string | null)[]): Promise<void>;
  lost(): boolean;
}

type How = "create" | "renew";

interface Look {
  readonly born: string;
  readonly making: string;
  readonly how: string;
}

const [first = "", ...others] = shards;
/** A lost journal is looked at again no more often than this. */
const lookAgainMs = 1_000;
const member = (metadata: string | null): string => (metadata === null ? "none" : `id:${metadata}`);

export const createIdentity = (steps: () => Steps): Identity => {
  let id = "";
  let lost = false;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let underWay: Promise<boolean> | undefined;

  /** What belongs to the word that the op answers. */
  const ask = async (op: string, tag: string, args: readonly string[] = []): Promise<readonly string[]> => {
    const [, ...values] = await steps()({ op, tag, keys: [], args });
    return values.map(String);
  };

  const look = async (): Promise<readonly Look[]> => {
    const answers = await Promise.all(shards.map((shard) => ask("look", shard)));
    return answers.map(([born = "", making = "", how = ""]) => ({ born, making, how }));
  };

  /** One id in all shards, none in any, or something between. Another process may be at it: look thrice before saying so. */
  const state = async (tries = 3): Promise<{ whole?: string; making?: Look; empty?: true }> => {
    const looks = await look();
    const [zero] = looks as [Look];
    if (zero.making !== "") return { making: zero };
    if (looks.every(({ born }) => born === zero.born)) return zero.born === "" ? { empty: true } : { whole: zero.born };
    if (tries === 1) return {};
    await new Promise((resolve) => setTimeout(resolve, 50));
    return state(tries - 1);
  };

  const make = async (wanted: string, wantedHow: How): Promise<string> => {
    const [made, how] = (await ask("begin", first, [wanted, wantedHow])) as [string, How];
    const planted = await Promise.all(others.map((shard) => ask("plant", shard, [made, how])));
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

  const adoptNow = async (): Promise<boolean> => {
    const { whole } = await state();
    if (whole === undefined || !(whole === id || (await isAccepted(id)))) return false;
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
    isAccepted,
    acceptLoss: async (metadata) => {
      const { whole, making } = await state();
      const lostIds = id === "" ? metadata : [...metadata, id];
      for (const gone of lostIds) await ofAccepted("accept", gone);
      id = whole ?? (await make(making?.making ?? randomUUID(), "renew"));
      lost = false;
    },
    lost: () => lost,
  };
};
