import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const comments = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((path) => /\.tsx?$/u.test(path))
  .flatMap((path) =>
    [...readFileSync(`src/${path}`, "utf8").matchAll(/\/\*\*[\s*]+(\S[^\n]*)/gu)].map(
      ([, sentence]) => `${path}: ${sentence}`,
    ),
  );

test("no comment hides its subject behind a question word", () => {
  expect(comments.length).toBeGreaterThan(1_000);
  expect(comments.filter((one) => /: (?:What|Whether|Where|How|Who|Whom|Whose|Why|Which) /u.test(one))).toEqual([]);
});

test("no comment stands for its subject by a word that points elsewhere", () => {
  expect(comments.filter((one) => /: (?:Of|Those|They|It|Such|As in|One that|One whose) /u.test(one))).toEqual([]);
});
