import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Idempotency } from "../../src/application/ports/idempotency.js";

export interface IdempotencyStage {
  readonly idempotency: Idempotency;
  advance(ms: number): void;
  close(): Promise<void>;
}

let serial = 0;
const newKey = () => {
  serial += 1;
  return `key-${serial}`;
};

export const idempotencyContract = (name: string, open: () => Promise<IdempotencyStage>) =>
  describe(`${name} as Idempotency`, () => {
    let stage: IdempotencyStage;
    let idempotency: Idempotency;
    beforeAll(async () => {
      stage = await open();
      idempotency = stage.idempotency;
    });
    afterAll(() => stage?.close());

    test("of 100 parallel requests with one key one is new", async () => {
      const key = newKey();
      const begun = await Promise.all(Array.from({ length: 100 }, () => idempotency.begin(key, "body")));
      expect(begun.filter(({ kind }) => kind === "new")).toHaveLength(1);
      expect(begun.filter(({ kind }) => kind === "repeated")).toHaveLength(99);
    });

    test("the answer is there for the same body, and a conflict for another", async () => {
      const key = newKey();
      await idempotency.begin(key, "body");
      expect(await idempotency.begin(key, "body")).toEqual({ kind: "repeated", answer: undefined });
      await idempotency.answer(key, '{"a":1}');
      expect(await idempotency.begin(key, "body")).toEqual({ kind: "repeated", answer: '{"a":1}' });
      expect(await idempotency.begin(key, "another body")).toEqual({ kind: "conflict" });
    });

    test("a forgotten key is new again, and takes no late answer", async () => {
      const key = newKey();
      await idempotency.begin(key, "body");
      await idempotency.forget(key);
      await idempotency.answer(key, "late");
      expect(await idempotency.begin(key, "another body")).toEqual({ kind: "new" });
    });

    test("a request without an answer is forgotten after 60 s, an answer after 24 h, by the clock that all go by", async () => {
      const [left, key] = [newKey(), newKey()];
      await idempotency.begin(left, "body");
      await idempotency.begin(key, "body");
      stage.advance(59_000);
      expect(await idempotency.begin(left, "body")).toMatchObject({ kind: "repeated" });
      await idempotency.answer(key, "late");
      stage.advance(2_000);
      await idempotency.answer(left, "too late");
      expect(await idempotency.begin(left, "another body")).toEqual({ kind: "new" });
      stage.advance(24 * 3_600_000 - 3_000);
      expect(await idempotency.begin(key, "body")).toEqual({ kind: "repeated", answer: "late" });
      stage.advance(1_000);
      expect(await idempotency.begin(key, "body")).toEqual({ kind: "new" });
    });
  });
