import { describe, expect, test } from "vitest";
import {
  carrierFrom,
  countFrom,
  idFrom,
  objectFrom,
  parsedFrom,
  textFrom,
} from "../../../src/domain/receipt/read-receipt.js";

test.each<[unknown, string | undefined]>([
  ["34d9b400-c6dd", "34d9b400-c6dd"],
  ["x".repeat(200), "x".repeat(200)],
  ["x".repeat(201), undefined],
  ["", undefined],
  ["two words", undefined],
  ["a\u0000b", undefined],
  [12_345, undefined],
  [null, undefined],
])("an id from %j is %j", (value, id) => expect(idFrom(value)).toBe(id));

test.each([
  [{ a: 1 }, { a: 1 }],
  [null, {}],
  [[1], {}],
  ["a", {}],
  [undefined, {}],
])("fields of %j are %j", (value, fields) => expect(objectFrom(value)).toEqual(fields));

test.each<[unknown, string | null]>([
  ["  a b ", "a b"],
  ["  abcdefgh ", "abcde"],
  [" \t", null],
  ["", null],
  [5, null],
])("a text from %j is %j", (value, text) => expect(textFrom(value, 5)).toBe(text));

test.each<[unknown, number | null]>([
  [1, 1],
  [999, 999],
  [1_000, null],
  [0, null],
  [-1, null],
  [1.5, null],
  ["1", null],
  [Number.NaN, null],
  [[1], null],
])("a count from %j is %j", (value, count) => expect(countFrom(value)).toBe(count));

test.each([
  ['{"a":1}', { a: 1 }],
  ["{", undefined],
])("%j is parsed as %j", (text, value) => expect(parsedFrom(text)).toEqual(value));

describe("a carrier's name", () => {
  test.each<[string, unknown, string | null]>([
    ["as it is", "My Carrier", "My Carrier"],
    ["with a short number", "3 (3G 2100)", "3 (3G 2100)"],
    ["with a phone number", "for +1 (555) 010-0001 only", "for … only"],
    ["with digits enough for one", "for 12345678!", "for …!"],
    ["with one digit less", "for 1234567!", "for 1234567!"],
    ["digits that words part", "12345 of 67890", "12345 of 67890"],
    ["none", " ", null],
    ["no text", 7, null],
    ["too long", "x".repeat(70), "x".repeat(64)],
  ])("%s", (_, value, name) => expect(carrierFrom(value)).toBe(name));
});
