import { type ConsentReview, mostReviewed, type ReviewItem } from "../../application/ports/consent-review.js";

/** In this process only. */
export const createMemoryConsentReview = (): ConsentReview => {
  const items = new Map<string, ReviewItem>();
  const oldestFirst = () => [...items.values()].sort((a, b) => a.at.getTime() - b.at.getTime());
  return {
    add: async (item) => {
      if (!items.has(item.id)) items.set(item.id, item);
      for (const { id } of oldestFirst().slice(0, Math.max(0, items.size - mostReviewed))) items.delete(id);
    },
    list: async (limit) => oldestFirst().slice(0, limit),
    find: async (id) => items.get(id),
    remove: async (id) => {
      items.delete(id);
    },
  };
};
