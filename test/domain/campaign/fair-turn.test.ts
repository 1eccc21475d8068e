import { expect, test } from "vitest";
import { afterTurn, lineOf, nextTurn, quantum, type Turn } from "../../../src/domain/campaign/fair-turn.js";

const a: Turn = { id: "a", weight: 1, deficit: 0 };
const b: Turn = { id: "b", weight: 2, deficit: 7 };

test("nobody in the line: no turn", () => expect(nextTurn([])).toBeUndefined());

test("the first takes its turn and gains by its weight beside what it has left", () => {
  expect(nextTurn([a, b])).toEqual({ turn: { ...a, deficit: quantum }, rest: [b] });
  expect(nextTurn([b, a])).toEqual({ turn: { ...b, deficit: 7 + 2 * quantum }, rest: [a] });
});

test.each([
  ["what is not used is kept while there is more", 30, true, 20],
  ["all is used", 50, true, 0],
  ["more was used than there was: no debt", 60, true, 0],
  ["who has no more work keeps nothing", 30, false, 0],
])("after a turn at the end of the line: %s", (_, used, hasMore, deficit) => {
  expect(afterTurn([b], { ...a, deficit: 50 }, used, hasMore)).toEqual([b, { ...a, deficit }]);
});

test("who came stands behind those who stay; who went is gone; a new weight counts, what is left stays", () => {
  const present = [
    { id: "c", weight: 1 },
    { id: "b", weight: 5 },
  ];
  expect(lineOf([a, b], present)).toEqual([
    { id: "b", weight: 5, deficit: 7 },
    { id: "c", weight: 1, deficit: 0 },
  ]);
  expect(lineOf([], [])).toEqual([]);
});

test("over many turns the shares are as the weights", () => {
  const used = new Map<string, number>();
  let line = lineOf([], [a, b]);
  for (let n = 0; n < 300; n += 1) {
    const { turn, rest } = nextTurn(line)!;
    used.set(turn.id, (used.get(turn.id) ?? 0) + turn.deficit);
    line = afterTurn(rest, turn, turn.deficit, true);
  }
  expect(used.get("b")).toBe(2 * used.get("a")!);
});
