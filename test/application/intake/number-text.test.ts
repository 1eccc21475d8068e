import fc from "fast-check";
import { expect, test } from "vitest";
import { numberText } from "../../../src/application/intake/number-text.js";

test.each([
  ["at the top", '{"id":9007199254740993}', ["id"], "9007199254740993"],
  ["within", ' { "data" : { "id" : -1.50e+3 } } ', ["data", "id"], "-1.50e+3"],
  ["the last of a name that is repeated", '{"id":1,"id":2}', ["id"], "2"],
  ["none, where the last is a text", '{"id":1,"id":"2"}', ["id"], undefined],
  ["none, where what held it is replaced", '{"data":{"id":1},"data":{}}', ["data", "id"], undefined],
  ["under a name that is written with escapes", '{"\\u0069d":7}', ["id"], "7"],
  ["not in a text that looks like it", '{"a":"\\"id\\":1","b":"\\\\"}', ["id"], undefined],
  ["not in a list", '[{"id":1}]', ["id"], undefined],
  ["not deeper", '{"a":{"id":1}}', ["id"], undefined],
  [
    "behind a text of escapes that no pattern's stack would hold",
    `{"a":"${"\\n".repeat(2_000_000)}","id":5}`,
    ["id"],
    "5",
  ],
])("%s", (_, json, path, text) => {
  expect(numberText(json, path)).toBe(text);
});

test("it finds what JSON.parse finds", () => {
  const name = fc.constantFrom("a", "id", "", 'é"\\');
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.string(),
      fc.constantFrom(null, true),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(name, tie("value"), { maxKeys: 3 }),
    ),
  }));
  fc.assert(
    fc.property(value, fc.array(name, { minLength: 1, maxLength: 3 }), fc.nat(2), (given, path, indent) => {
      const json = JSON.stringify(given, null, indent);
      const found = path.reduce<unknown>(
        (inner, key) =>
          inner !== null && typeof inner === "object" && !Array.isArray(inner) ? (inner as never)[key] : undefined,
        JSON.parse(json),
      );
      const text = numberText(json, path);
      expect(text === undefined ? undefined : Number(text)).toBe(typeof found === "number" ? found : undefined);
    }),
    { numRuns: 5_000 },
  );
});
