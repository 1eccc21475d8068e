import { expect, test } from "vitest";
import { goesOn } from "../../../src/domain/campaign/goes-on.js";
import { pauseWords } from "../../../src/domain/campaign/pause-words.js";

test.each([
  ["what runs", "running", pauseWords.begun(), true],
  ["what has money, though the next has none", "paused", pauseWords.budget(1_000_000), true],
  ["what a person stopped", "paused", pauseWords.person("ops", "paused"), false],
  ["what costs more than anybody may spend", "paused", pauseWords.spendLimit("The day's limit"), false],
  ["what is cancelled, spent or not", "cancelled", pauseWords.budget(1_000_000), false],
] as const)("%s", (_, state, because, goes) => expect(goesOn({ state, because })).toBe(goes));
