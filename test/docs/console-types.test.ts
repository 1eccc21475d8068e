import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { consoleTypes } from "../support/console-types.js";

const path = "src/web/console/answers.ts";

test("the console's types of answers are those of docs/openapi.yaml, to which every answer is held", () => {
  const formatted = spawnSync("node_modules/.bin/biome", ["format", `--stdin-file-path=${path}`], {
    ...{ input: consoleTypes(), encoding: "utf8" },
  });
  expect(readFileSync(path, "utf8"), "run npm run generate").toBe(formatted.stdout);
});
