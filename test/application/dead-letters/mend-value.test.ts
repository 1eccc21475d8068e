import { expect, test } from "vitest";
import { mendValue, type Mending } from "../../../src/application/dead-letters/mend-value.js";

const came = Buffer.from('{"a":{"b":1},"list":[{"n":1}],"none":null}');

test.each<[string, Mending, unknown]>([
  ["nothing is mended", {}, { a: { b: 1 }, list: [{ n: 1 }], none: null }],
  ["a field by dots", { set: { "a.b": 2 } }, { a: { b: 2 }, list: [{ n: 1 }], none: null }],
  [
    "a field by a JSON pointer, its escapes read",
    { set: { "/a/x~1y~0z": 2 } },
    { a: { b: 1, "x/y~z": 2 }, list: [{ n: 1 }], none: null },
  ],
  ["an entry of a list", { set: { "list.0.n": 3 } }, { a: { b: 1 }, list: [{ n: 3 }], none: null }],
  ["an entry behind the last", { set: { "list.1": 3 } }, { a: { b: 1 }, list: [{ n: 1 }, 3], none: null }],
  [
    "objects on the way are made, in place of null too",
    { set: { "none.c.d": 4 } },
    { a: { b: 1 }, list: [{ n: 1 }], none: { c: { d: 4 } } },
  ],
  ["the whole value", { value: { z: 1 } }, { z: 1 }],
  ["the whole value and a field of it", { value: { z: 1 }, set: { y: 2 } }, { z: 1, y: 2 }],
])("%s", (_, mending, expected) => {
  expect(JSON.parse(String(mendValue(came, mending)))).toEqual(expected);
});

test.each<[string, Buffer | null, Mending, string]>([
  ["a field within a number", came, { set: { "a.b.c": 1 } }, "a.b.c: what should hold c is no object"],
  ["a place far behind a list's end", came, { set: { "list.9": 1 } }, "list.9: the list has 1 entries"],
  ["a name in a list", came, { set: { "list.x": 1 } }, "list.x: x is no place in a list"],
  ["the prototype", came, { set: { "__proto__.x": 1 } }, "__proto__.x: __proto__ is no field of an event"],
  [
    "a value that is no JSON",
    Buffer.from("{"),
    { set: { a: 1 } },
    "single fields can be set where the value is JSON; give the whole value instead",
  ],
])("%s cannot be set", (_, value, mending, why) => {
  expect(mendValue(value, mending)).toBe(why);
});

test("a letter without a value can be given one", () => {
  expect(String(mendValue(null, { value: { a: 1 } }))).toBe('{"a":1}');
  expect(mendValue(null, {})).toBeNull();
});
