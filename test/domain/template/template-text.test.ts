import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TemplatePiece } from "../../../src/domain/template/template.js";
import { compileText } from "../../../src/domain/template/template-text.js";

const literal = (text: string): TemplatePiece => ({ kind: "literal", text });
const variable = (name: string): TemplatePiece => ({ kind: "variable", name });

const piecesOf = (source: string) => {
  const compiled = compileText(source);
  return "faults" in compiled ? compiled.faults : compiled.text.pieces;
};

describe("a text is read into pieces", () => {
  test.each<[string, string, readonly TemplatePiece[]]>([
    ["an empty text", "", []],
    ["words only", "Thank you!", [literal("Thank you!")]],
    ["a placeholder between words", "Hi {name}!", [literal("Hi "), variable("name"), literal("!")]],
    ["placeholders side by side", "{a}{b_2}", [variable("a"), variable("b_2")]],
    ["two braces are one", "a {{b", [literal("a {b")]],
    ["a doubled brace before a placeholder", "{{{a}", [literal("{"), variable("a")]],
    ["a closing brace stands for itself", "a} {{b}}", [literal("a} {b}}")]],
    [
      "a section",
      "A{?x} and {x}{/}.",
      [
        literal("A"),
        { kind: "when", name: "x", given: [literal(" and "), variable("x")], otherwise: [] },
        literal("."),
      ],
    ],
    [
      "a section with an else",
      "{?x}{x}{:}none{/}",
      [{ kind: "when", name: "x", given: [variable("x")], otherwise: [literal("none")] }],
    ],
    [
      "a section inside the else of another",
      "{?x}1{:}2{?y}3{/}4{/}5",
      [
        {
          kind: "when",
          name: "x",
          given: [literal("1")],
          otherwise: [literal("2"), { kind: "when", name: "y", given: [literal("3")], otherwise: [] }, literal("4")],
        },
        literal("5"),
      ],
    ],
    [
      "phrases, blanks around them dropped, an equals sign inside kept",
      "{s| a = is ready |b=x=1|c=}",
      [
        {
          kind: "choice",
          name: "s",
          phrases: new Map([
            ["a", "is ready"],
            ["b", "x=1"],
            ["c", ""],
          ]),
        },
      ],
    ],
    [
      "phrases over several lines",
      "{s|a=one\ntwo|b=three}",
      [
        {
          kind: "choice",
          name: "s",
          phrases: new Map([
            ["a", "one\ntwo"],
            ["b", "three"],
          ]),
        },
      ],
    ],
  ])("%s", (_, source, pieces) => {
    expect(piecesOf(source)).toEqual(pieces);
  });
});

describe("what can't be read is named with its place", () => {
  test.each<[string, string, readonly string[]]>([
    ["a brace left open", "Hi {name", ["{ at 3 is never closed: write {{ for a brace"]],
    ["capitals", "Hi {Name}", ["{Name} at 3 is no placeholder: write {name} in small letters, or {{ for a brace"]],
    ["a blank inside", "{ a }", ["{ a } at 0 is no placeholder: write {name} in small letters, or {{ for a brace"]],
    ["nothing inside", "{}", ["{} at 0 is no placeholder: write {name} in small letters, or {{ for a brace"]],
    ["a digit first", "{1a}", ["{1a} at 0 is no placeholder: write {name} in small letters, or {{ for a brace"]],
    [
      "a section of no variable",
      "{?}{?A}",
      [
        "{?} at 0 is no placeholder: write {name} in small letters, or {{ for a brace",
        "{?A} at 3 is no placeholder: write {name} in small letters, or {{ for a brace",
      ],
    ],
    ["a section left open", "ab{?x}", ["{?x} at 2 is never closed: end the section with {/}"]],
    [
      "two sections left open",
      "{?x}{?y}",
      ["{?x} at 0 is never closed: end the section with {/}", "{?y} at 4 is never closed: end the section with {/}"],
    ],
    ["an end of nothing", "a{/}", ["{/} at 1 closes no section {?name}"]],
    ["an else of nothing", "a{:}", ["{:} at 1 belongs to no open section {?name}"]],
    ["a second else", "{?x}1{:}2{:}3{/}", ["{:} at 9 belongs to no open section {?name}"]],
    [
      "a phrase without its value",
      "{s|a=x|y}",
      ["{s|a=x|y} at 0 needs value=phrase between its bars, each value once"],
    ],
    ["a phrase of no value", "{s|=x}", ["{s|=x} at 0 needs value=phrase between its bars, each value once"]],
    ["a value twice", "{s|a=x|a=y}", ["{s|a=x|a=y} at 0 needs value=phrase between its bars, each value once"]],
    [
      "all of them at once",
      "{X}{/}{",
      [
        "{X} at 0 is no placeholder: write {name} in small letters, or {{ for a brace",
        "{/} at 3 closes no section {?name}",
        "{ at 6 is never closed: write {{ for a brace",
      ],
    ],
  ])("%s", (_, source, faults) => {
    expect(piecesOf(source)).toEqual(faults);
  });
});

describe("whether GSM-7 has every character of a text's own", () => {
  test.each([
    ["plain words", "Order {a}", true],
    ["an extension character", "[{a}] 5 €", true],
    ["a curly quote", "don’t", false],
    ["the last character", "abc₹", false],
    ["a phrase", "{s|a=तैयार}", false],
    ["one phrase of two", "{s|a=ready|b=तैयार}", false],
    ["phrases in GSM-7", "{s|a=ready|b=done}", true],
    ["inside a section", "{?x}₹{/}", false],
    ["inside an else", "{?x}a{:}₹{/}", false],
    ["a section in GSM-7", "{?x}a{:}b{/}", true],
  ])("%s", (_, source, gsm) => {
    const compiled = compileText(source);
    expect("text" in compiled && compiled.text.gsm).toBe(gsm);
  });
});

test("any text whose braces are doubled is one literal, the text itself", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", minLength: 1 }), (text) => {
      expect(piecesOf(text.replaceAll("{", "{{"))).toEqual([literal(text)]);
    }),
  );
});

test("no text throws", () => {
  const parts = fc.constantFrom("{", "}", "{{", "{?x}", "{/}", "{:}", "{x}", "{x|a=b}", "|", "=", "a");
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 20 }), (tokens) => {
      const compiled = compileText(tokens.join(""));
      expect("faults" in compiled ? compiled.faults.length : 1).toBeGreaterThan(0);
    }),
    { numRuns: 2_000 },
  );
});
