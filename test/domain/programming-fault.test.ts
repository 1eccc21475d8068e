import { AssertionError } from "node:assert";
import { expect, test } from "vitest";
import { JournalUnavailable } from "../../src/application/ports/journal.js";
import { isProgrammingFault } from "../../src/domain/programming-fault.js";

test.each([
  ["a property of nothing", new TypeError("x"), true],
  ["a bound that is passed", new RangeError("x"), true],
  ["a name that is not there", new ReferenceError("x"), true],
  ["what is no JSON", new SyntaxError("x"), true],
  ["an assertion", new AssertionError({ message: "x" }), true],
  ["a store that is away", new JournalUnavailable("x"), false],
  ["any other error", new Error("x"), false],
  ["a value that is no error", "x", false],
])("%s", (_, error, expected) => {
  expect(isProgrammingFault(error)).toBe(expected);
});
