import { expect, test } from "vitest";
import { counted } from "../../src/domain/counted.js";

test.each<[string, readonly [number | bigint, string, string?], string]>([
  ["none", [0, "part"], "0 parts"],
  ["one", [1, "part"], "1 part"],
  ["one as a bigint, of zod", [1n, "character"], "1 character"],
  ["several", [2, "part"], "2 parts"],
  ["a plural of its own", [3, "entry", "entries"], "3 entries"],
])("%s", (_, given, said) => expect(counted(...given)).toBe(said));
