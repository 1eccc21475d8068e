import { expect, test } from "vitest";
import { readCommitMetadata, writeCommitMetadata } from "../../../../src/adapters/kafka/consume/commit-metadata.js";

test.each([
  ["a journal and a topic", { born: "b-1", topicId: "x_-0", completed: "" }, "b-1 topic=x_-0"],
  ["a topic without an id, and what earlier versions wrote", { born: "b-1", topicId: undefined, completed: "" }, "b-1"],
  ["completed offsets", { born: "b-1/a.b", topicId: "x", completed: "1,2,a,b" }, "b-1/a.b done=1,2,a,b topic=x"],
])("%s", (_, metadata, text) => {
  expect(writeCommitMetadata(metadata)).toBe(text);
  expect(readCommitMetadata(text)).toEqual(metadata);
});

test.each([[null], [""]])("%j is none: an operator's tool set the offset", (text) => {
  expect(readCommitMetadata(text)).toBeUndefined();
});
