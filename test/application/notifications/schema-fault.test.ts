import { describe, expect, test } from "vitest";
import { z } from "zod";
import { notifications } from "../../../src/application/notifications/all.js";
import { schemaFaults } from "../../../src/application/notifications/schema-fault.js";

const saidOf = (schema: z.ZodType, value: unknown): readonly string[] =>
  schemaFaults(schema.safeParse(value, { reportInput: true }).error?.issues ?? [], "the body").map(
    ({ message }) => message,
  );

describe("every fault is a sentence in the field's words", () => {
  const field = (schema: z.ZodType) => z.object({ field: schema });
  test.each<[string, z.ZodType, unknown, string]>([
    ["missing", z.string(), undefined, "field is missing"],
    ["null", z.string(), null, "field is missing"],
    ["an enum's value missing", z.enum(["a", "b"]), undefined, "field is missing"],
    ["a text for a number", z.number(), "549", 'field is a text, "549"; send a number'],
    ["a number for a text", z.string(), 5, "field is a number, 5; send a text in quotes"],
    ["a list for an object", z.object({}), [], "field is a list; send an object"],
    ["an object for a text", z.string(), {}, "field is an object; send a text in quotes"],
    ["a text for a record", z.record(z.string(), z.string()), "a", "field is a text; send an object"],
    ["an object for a list", z.array(z.string()), {}, "field is an object; send a list"],
    ["a text for true or false", z.boolean(), "yes", 'field is a text, "yes"; send true or false'],
    ["true for a number", z.number(), true, "field is true; send a number"],
    ["half a number", z.number().int(), 1.5, "field is a number, 1.5; send a whole number"],
    ["what may be a name", z.number(), "Asha", "field is a text; send a number"],
    ["one of none", z.enum(["a", "b", "c"]), "d", 'field is a text, "d"; send one of a, b or c'],
    ["not the one", z.literal("a"), "d", 'field is a text, "d"; send a'],
    ["empty", z.string().min(1), "", "field is empty"],
    ["too short", z.string().min(3), "ab", "field has 2 characters; send at least 3"],
    ["too long", z.string().max(3), "abcd", "field has 4 characters; send at most 3"],
    ["one too many", z.string().max(0), "a", "field has 1 character; send at most 0"],
    ["of the wrong type and too short at once", z.string().min(1), [], "field is a list; send a text in quotes"],
    [
      "a name in the schema's words",
      z.record(z.string().regex(/^b$/, "must be b"), z.string()),
      { a: "" },
      "field.a must be b",
    ],
    ["no entry", z.array(z.string()).min(1), [], "field is empty"],
    ["one entry", z.array(z.string()).min(2), ["a"], "field has 1 entry; send at least 2"],
    ["many entries", z.array(z.string()).max(1), ["a", "b"], "field has 2 entries; send at most 1"],
    ["below", z.number().min(1), 0, "field is a number, 0; send 1 or more"],
    ["above", z.number().max(9), 10, "field is a number, 10; send 9 or less"],
    ["not above", z.number().positive(), 0, "field is a number, 0; send more than 0"],
    ["not below", z.number().lt(9), 9, "field is a number, 9; send less than 9"],
    ["no step", z.number().multipleOf(5), 7, "field is a number, 7; send a multiple of 5"],
    [
      "a time in words",
      z.iso.datetime({ offset: true }),
      "noon",
      'field is a text, "noon"; send a time with its offset, such as 2026-11-28T10:00:00+05:30',
    ],
    ["no UUID", z.uuid(), "x", 'field is a text, "x"; send a UUID'],
    ["no address", z.url(), "x", 'field is a text, "x"; send a whole address, such as https://example.com/hook'],
    ["another form", z.string().regex(/^a$/), "b", 'field is a text, "b"; send another form of it'],
    ["a form in the schema's words", z.string().regex(/^a$/, "must be a"), "b", "field must be a"],
    [
      "none of several types",
      z.union([z.string(), z.number()]),
      [],
      "field is a list; send a text in quotes or a number",
    ],
    ["a field too many", z.strictObject({}), { a: 1, b: 2 }, "field has no field a or b"],
    [
      "a name that is none",
      z.record(z.string().max(2), z.string()),
      { abc: "" },
      "field.abc has a name that it cannot have",
    ],
    [
      "a rule between fields",
      z.string().refine(() => false, "stands beside template"),
      "a",
      "field stands beside template",
    ],
  ])("%s", (_, schema, value, sentence) => expect(saidOf(field(schema), { field: value })).toEqual([sentence]));

  test.each([
    ["a phone", "+919876543210"],
    ["a phone in groups", "98765 43210"],
    ["a card", "4111-1111-1111-1111"],
    ["a code", "482913"],
    ["more than a word or two", "x".repeat(25)],
    ["what is not printed", "a\u202eb"],
  ])("a value is not repeated that may be %s", (_, value) => {
    expect(saidOf(field(z.number()), { field: value })).toEqual(["field is a text; send a number"]);
  });

  test("nor a number that may be one", () =>
    expect(saidOf(field(z.string()), { field: 919876543210 })).toEqual(["field is a number; send a text in quotes"]));

  test("the whole has a name too, and a path is read from the outside in", () => {
    expect(saidOf(z.object({}), [])).toEqual(["the body is a list; send an object"]);
    expect(saidOf(z.object({ a: z.array(z.object({ b: z.string() })) }), { a: [{ b: 1 }] })).toEqual([
      "a.0.b is a number, 1; send a text in quotes",
    ]);
  });
});

/** What no person should read: a validator's own words. */
const raw = /invalid |expected|received|too (?:small|big)|unrecognized|undefined|nan|\[object/i;

type Node = Readonly<Record<string, unknown>>;

/** Every path of a JSON Schema, those inside of objects too. */
const pathsOf = (schema: Node, path: readonly string[] = []): readonly (readonly string[])[] => [
  path,
  ...Object.entries((schema["properties"] ?? {}) as Readonly<Record<string, Node>>).flatMap(([name, one]) =>
    pathsOf(one, [...path, name]),
  ),
  ...((schema["anyOf"] ?? []) as readonly Node[]).flatMap((one) => pathsOf(one, path).slice(1)),
];

const put = (value: unknown, [step, ...rest]: readonly string[]): unknown =>
  step === undefined ? value : { [step]: put(value, rest) };

const nasty = [undefined, null, "", " ", "hello", 0, -1, 1.5, 1e21, true, [], [1], {}, { a: {} }, "x".repeat(5_000)];

describe.each(notifications.map(({ topic, schema }) => [topic, schema as unknown as z.ZodType] as const))(
  "%s",
  (_, schema) => {
    const paths = pathsOf(z.toJSONSchema(schema, { io: "input" }) as Node);
    test.each(paths.map((path) => [path.join(".") || "the body", path] as const))("%s", (name, path) => {
      let faults = 0;
      for (const value of nasty)
        for (const message of saidOf(schema, put(value, path))) {
          faults++;
          expect(message).toMatch(/^(?:the body|[\w.]+) (?:is|has|must|need|stands)\b/);
          expect(message).not.toMatch(raw);
          expect(message.length).toBeLessThan(200);
        }
      expect(faults, name).toBeGreaterThan(0);
    });
  },
);
