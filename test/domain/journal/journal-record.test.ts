import { expect, test } from "vitest";
import { freshRecord, remember } from "../../../src/domain/journal/journal-record.js";

const ttlMs = 1_000;

test.each([
  ["from now", { keepUntil: 10 }, 50, 1_050],
  ["from its due or its event, where that is later", { keepUntil: 70 }, 50, 1_070],
  ["from its end, once its outcome was told", { keepUntil: 10, goneAt: 1_020, announced: true }, 50, 1_020],
] as const)("a record is kept %s", (_, record, now, goneAt) => {
  expect(remember({ ...freshRecord, ...record }, ttlMs, now).goneAt).toBe(goneAt);
});
