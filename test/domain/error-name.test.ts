import { expect, test } from "vitest";
import { errorName } from "../../src/domain/error-name.js";

test.each([
  ["an error of ours", new TypeError("to +919876543210"), "TypeError"],
  ["a thrown text, which may hold anything", "+919876543210", "unknown"],
  ["nothing", undefined, "unknown"],
])("%s", (_, thrown, name) => expect(errorName(thrown)).toBe(name));
