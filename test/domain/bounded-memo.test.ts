import { expect, test } from "vitest";
import { boundedMemo } from "../../src/domain/bounded-memo.js";

test("a key is made once, until there are too many", () => {
  const made: string[] = [];
  const memo = boundedMemo(2, (key) => {
    made.push(key);
    return { key };
  });
  const first = memo("a");
  expect(memo("a")).toBe(first);
  memo("b");
  expect(memo("a")).toBe(first);
  expect(memo("c")).toEqual({ key: "c" });
  expect(memo("a")).not.toBe(first);
  expect(made).toEqual(["a", "b", "c", "a"]);
});

test("a long key, as only strangers give, is made each time and not kept", () => {
  const memo = boundedMemo(2, (key) => ({ length: key.length }));
  const first = memo("a");
  const long = "x".repeat(10_000);
  expect(memo(long)).toEqual({ length: 10_000 });
  expect(memo(long)).not.toBe(memo(long));
  memo("b");
  expect(memo("a")).toBe(first);
});

test("what is made of a key may be undefined", () => {
  let made = 0;
  const memo = boundedMemo(2, () => {
    made += 1;
    return undefined;
  });
  expect([memo("a"), memo("a"), made]).toEqual([undefined, undefined, 1]);
});
