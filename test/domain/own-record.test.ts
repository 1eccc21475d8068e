import { expect, test } from "vitest";
import { ownRecord } from "../../src/domain/own-record.js";

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

test.each([
  ["null", "null", "no record"],
  ["a string", '"note"', "no record"],
  ["a field that is missing", '{"class":"otp","list":[]}', "no at of type number"],
  ["null for a field", '{"class":null,"at":5,"list":[]}', "no class of type string"],
  ["an object for a list", '{"class":"otp","at":5,"list":{}}', "no list of type array"],
])("%s is none", (_, text, said) =>
  expect(() => read(text)).toThrow(
    new TypeError(`What is kept as a note ${said.startsWith("no record") ? "is" : "has"} ${said}`),
  ),
);
