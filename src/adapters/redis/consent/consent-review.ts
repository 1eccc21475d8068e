import { type ConsentReview, mostReviewed, type ReviewItem } from "../../../application/ports/consent-review.js";
import type { RedisClient } from "../server/client.js";
import { script } from "../server/script.js";
import { lua } from "./lua.js";

const addScript = script(lua.reviewAdd);
const listScript = script(lua.reviewList);
const findScript = script(lua.reviewFind);
const removeScript = script(lua.reviewRemove);

const itemOf = (id: string, kept: string): ReviewItem | undefined => {
  if (kept === "") return undefined;
  const [at, sealed = ""] = kept.split(" ");
  return { id, at: new Date(Number(at)), sealed: Buffer.from(sealed, "base64") };
};

interface ReviewNeeds {
  readonly client: Pick<RedisClient, "evaluate">;
  readonly deployment: string;
}

/** Shared by all workers, in Redis; texts and numbers are sealed. */
export const createRedisConsentReview = ({ client, deployment }: ReviewNeeds): ConsentReview => {
  const keys = [`{${deployment}:consent:review}:order`, `{${deployment}:consent:review}:items`] as const;
  return {
    add: async ({ id, at, sealed }) => {
      const args = [id, String(at.getTime()), sealed.toString("base64"), String(mostReviewed)];
      await client.evaluate(addScript, keys, args);
    },
    list: async (limit) => {
      const flat = (await client.evaluate(listScript, keys, [String(limit)])) as string[];
      return flat.flatMap((id, at) => (at % 2 === 0 ? (itemOf(id, flat[at + 1]!) ?? []) : []));
    },
    find: async (id) => itemOf(id, String(await client.evaluate(findScript, keys, [id]))),
    remove: async (id) => {
      await client.evaluate(removeScript, keys, [id]);
    },
  };
};
