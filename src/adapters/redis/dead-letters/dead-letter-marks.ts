import {
  type DeadLetterMarks,
  type LetterMark,
  marksKeptMs,
  mostMarkedAtOnce,
  mostMarks,
} from "../../../application/ports/dead-letter-marks.js";
import type { Sealing } from "../../../application/ports/sealing.js";
import { ownRecord } from "../../../domain/own-record.js";
import { whereReadable } from "../../../domain/where-readable.js";
import type { RedisClient } from "../server/client.js";
import { script } from "../server/script.js";
import { lua } from "./lua.js";

type KeptMark = Omit<LetterMark, "at"> & { readonly at: string };

const markFields = { state: "string", at: "string", by: "string" } as const;

interface MarksNeeds {
  readonly client: Pick<RedisClient, "evaluate">;
  readonly deployment: string;
  readonly sealing: Sealing;
}

const markScript = script(lua.deadLetterMark);
const readScript = script(lua.deadLetterRead);

const context = "dead-letter-mark";

/** Shared by all workers, sealed: a reason is an operator's own words. */
export const createRedisDeadLetterMarks = ({ client, deployment, sealing }: MarksNeeds): DeadLetterMarks => {
  const tag = `{${deployment.replaceAll(/[{}]/gu, "_")}:dead-letters}`;
  const marks = `${tag}:marks`;
  const read = async (ids: readonly string[]): Promise<readonly (readonly [string, LetterMark])[]> => {
    const found = (await client.evaluate(readScript, [marks], ids, { buffers: true })) as (Buffer | null)[];
    return ids.flatMap((id, place) => {
      const sealed = found[place];
      const opened = sealed == null ? undefined : sealing.open(sealed, context);
      const mark =
        opened && whereReadable(() => ownRecord<KeptMark>("a dead letter's mark", String(opened), markFields));
      return mark === undefined ? [] : [[id, { ...mark, at: new Date(mark.at) }] as const];
    });
  };
  return {
    mark: async (ids, mark) => {
      if (ids.length === 0) return;
      const sealed = sealing.seal(JSON.stringify(mark), context);
      const args = [sealed, String(mark.at.getTime()), String(mostMarks), String(marksKeptMs), ...ids];
      await client.evaluate(markScript, [marks, `${tag}:order`], args);
    },
    of: async (ids) => {
      const all: (readonly [string, LetterMark])[] = [];
      for (let from = 0; from < ids.length; from += mostMarkedAtOnce)
        all.push(...(await read(ids.slice(from, from + mostMarkedAtOnce))));
      return new Map(all);
    },
  };
};
