import { expect, test } from "vitest";
import { askFreshly } from "../../../src/application/delivery/ask-freshly.js";

/** A store that takes so many ms for each answer in turn. */
const storeOf = (answers: readonly (readonly [ms: number, answer: string])[]) => {
  let now = 0;
  let asked = 0;
  return {
    clock: { monotonic: () => now },
    ask: async () => {
      const [ms, answer] = answers[asked]!;
      asked += 1;
      now += ms;
      return answer;
    },
    asked: () => asked,
  };
};

test.each<readonly [string, readonly (readonly [number, string])[], readonly [string, number]]>([
  ["at once", [[3, "ok"]], ["ok", 1]],
  ["just in time", [[1_000, "ok"]], ["ok", 1]],
  [
    "late, and it still holds",
    [
      [4_000, "ok"],
      [3, "ok"],
    ],
    ["ok", 2],
  ],
  [
    "late, and another one owns it",
    [
      [4_000, "ok"],
      [3, "stale"],
    ],
    ["stale", 2],
  ],
  ["late, and it promises nothing", [[4_000, "stale"]], ["stale", 1]],
  [
    "late each time: the store is slow",
    [
      [1_900, "ok"],
      [1_900, "ok"],
      [1_900, "ok"],
    ],
    ["ok", 3],
  ],
])("an answer that comes %s", async (_, answers, expected) => {
  const { ask, asked, clock } = storeOf(answers);
  const answer = await askFreshly(clock, ask, (given) => given === "ok");
  expect([answer, asked()]).toEqual(expected);
});

test("an error ends it, as it does without", async () => {
  const ask = async () => {
    throw new Error("away");
  };
  await expect(askFreshly({ monotonic: () => 0 }, ask, () => true)).rejects.toThrow("away");
});
