import { expect, test } from "vitest";
import { ownRecord, UnreadableRecord } from "../../src/domain/own-record.js";

interface Note {
  readonly class: string;
  readonly at: number;
  readonly list: readonly string[];
}
const fields = { class: "string", at: "number", list: "array" } as const;
const read = (text: string) => ownRecord<Note>("a note", text, fields);

test("a record of ours is read, with what a later version added", () => {
  const note = { class: "otp", at: 5, list: ["x"], later: true };
  expect(read(JSON.stringify(note))).toEqual(note);
});

test("a list of ours is read by its places", () => {
  const list = (text: string) => ownRecord<readonly [number, string]>("a list", text, ["number", "string"]);
  expect(list('[1,"two"]')).toEqual([1, "two"]);
  expect(() => list("[1]")).toThrow(new UnreadableRecord("What is kept as a list has no 1 of type string"));
  expect(() => list("{}")).toThrow(new UnreadableRecord("What is kept as a list is no record"));
});

test.each([
  ["a text that is no JSON, which the error of JSON.parse would quote", "+919876543210", "no record"],
  ["null", "null", "no record"],
  ["a list", "[]", "no record"],
  ["a string", '"note"', "no record"],
  ["a field that is missing", '{"class":"otp","list":[]}', "no at of type number"],
  ["null for a field", '{"class":null,"at":5,"list":[]}', "no class of type string"],
  ["an object for a list", '{"class":"otp","at":5,"list":{}}', "no list of type array"],
])("%s is none", (_, text, said) =>
  expect(() => read(text)).toThrow(
    new UnreadableRecord(`What is kept as a note ${said.startsWith("no record") ? "is" : "has"} ${said}`),
  ),
);
