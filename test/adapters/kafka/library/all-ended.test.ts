import { expect, test } from "vitest";
import { allEnded } from "../../../../src/adapters/kafka/library/all-ended.js";

test("what all calls gave, in their order", async () => {
  expect(await allEnded([Promise.resolve(1), Promise.resolve("two")])).toEqual([1, "two"]);
});

test("a call that fails is heard of only when the others have ended", async () => {
  let ended = false;
  const slow = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
    ended = true;
  });
  await expect(allEnded([Promise.reject(new Error("not the leader")), slow])).rejects.toThrow("not the leader");
  expect(ended).toBe(true);
});
