import { expect, test } from "vitest";
import { createMemoryDeadLetterMarks } from "../../../src/adapters/memory/dead-letter-marks.js";
import { marksKeptMs, mostMarks } from "../../../src/application/ports/dead-letter-marks.js";
import { deadLetterMarksContract } from "../../contracts/dead-letter-marks.contract.js";

deadLetterMarksContract("memory", async () => ({
  marks: createMemoryDeadLetterMarks({ clock: { now: () => new Date() } }),
  close: async () => undefined,
}));

const mark = { state: "discarded", at: new Date(0), by: "ops", reason: null } as const;

test("the oldest go where there are too many, and all a long time after the last", async () => {
  let now = 0;
  const marks = createMemoryDeadLetterMarks({ clock: { now: () => new Date(now) } });
  await marks.mark(
    Array.from({ length: mostMarks + 1 }, (_, n) => `0-${n}-a`),
    mark,
  );
  expect([...(await marks.of(["0-0-a", "0-1-a"])).keys()]).toEqual(["0-1-a"]);
  now = marksKeptMs;
  expect(await marks.of(["0-1-a"])).toEqual(new Map());
});
