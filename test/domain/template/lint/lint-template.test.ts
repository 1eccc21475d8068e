import { describe, expect, test } from "vitest";
import { declareTemplate } from "../../../../src/domain/template/declare-template.js";
import { lintTemplate } from "../../../../src/domain/template/lint/lint-template.js";
import type { MessageClass } from "../../../../src/domain/message-class.js";
import type { TemplateDeclaration } from "../../../../src/domain/template/template-declaration.js";

const prices: Readonly<Record<MessageClass, number | undefined>> = {
  otp: undefined,
  transactional: 6_450,
  promotional: 2_585,
};

const lint = (declaration: Partial<TemplateDeclaration>, locales: readonly string[] = []) => {
  const declared = declareTemplate("t", "v1", { class: "transactional", texts: {}, ...declaration });
  if ("faults" in declared) throw new Error(JSON.stringify(declared.faults));
  return lintTemplate(declared.template, { locales, pricePerPart: (of) => prices[of] });
};

const findings = (declaration: Partial<TemplateDeclaration>, locales?: readonly string[]) =>
  lint(declaration, locales).findings.map(({ locale, rule, message }) => [locale, rule, message]);

const messages = (declaration: Partial<TemplateDeclaration>) =>
  lint(declaration).findings.map(({ message }) => message);

const words = (length: number) => "word ".repeat(length / 5);

describe("what a text takes", () => {
  test.each<[string, Partial<TemplateDeclaration>, string, number, number, number, number]>([
    ["no variables", { texts: { en: "a".repeat(160) } }, "GSM-7", 160, 1, 160, 1],
    [
      "text",
      { variables: { v: { type: "text", maxLength: 100 } }, texts: { en: `{v}${"a".repeat(61)}` } },
      "GSM-7",
      62,
      1,
      161,
      2,
    ],
    ["a code", { variables: { v: { type: "code", maxLength: 8 } }, texts: { en: "{v}" } }, "GSM-7", 1, 1, 8, 1],
    ["an integer", { variables: { v: { type: "integer", maxLength: 3 } }, texts: { en: "{v}" } }, "GSM-7", 1, 1, 3, 1],
    ["a URL", { variables: { v: { type: "url" } }, texts: { en: "{v}" } }, "GSM-7", 12, 1, 200, 2],
    ["an amount", { variables: { v: { type: "money" } }, texts: { en: "{v}" } }, "GSM-7", 8, 1, 24, 1],
    ["a date", { variables: { v: { type: "date" } }, texts: { en: "{v}" } }, "GSM-7", 11, 1, 24, 1],
    ["a time", { variables: { v: { type: "time" } }, texts: { en: "{v}" } }, "GSM-7", 7, 1, 16, 1],
    ["both", { variables: { v: { type: "datetime" } }, texts: { en: "{v}" } }, "GSM-7", 20, 1, 40, 1],
    [
      "never longer than it may be",
      { variables: { v: { type: "url", maxLength: 9 } }, texts: { en: "{v}" } },
      "GSM-7",
      9,
      1,
      9,
      1,
    ],
    [
      "an optional one is left out, or given whole",
      { variables: { v: { type: "text", maxLength: 9, optional: true } }, texts: { en: "ab{?v} {v}{/}" } },
      "GSM-7",
      2,
      1,
      12,
      1,
    ],
    [
      "the shortest and the longest phrase, wherever they stand",
      { variables: { s: { type: "text" } }, texts: { en: "{s|b=two|a=1|c=three|d=four}" } },
      "GSM-7",
      1,
      1,
      5,
      1,
    ],
    [
      "the dearest phrase, though it has fewer units",
      { variables: { s: { type: "text" } }, texts: { en: `{s|a=${"a".repeat(90)}|b=${"क".repeat(71)}}` } },
      "GSM-7",
      90,
      1,
      71,
      2,
    ],
  ])("%s", (_, declaration, encoding, least, fewest, most, parts) => {
    expect(lint(declaration).texts).toEqual([
      {
        template: "t",
        locale: "en",
        encoding,
        shortest: { units: least, segments: fewest },
        longest: { units: most, segments: parts },
      },
    ]);
  });

  test("every locale", () => {
    const { texts } = lint({ variables: { v: { type: "money" } }, texts: { en: "{v}", hi: "कुल {v}" } });
    expect(texts.map(({ locale, encoding, shortest }) => [locale, encoding, shortest.units])).toEqual([
      ["en", "GSM-7", 8],
      ["hi", "UCS-2", 9],
    ]);
  });
});

describe("the character that costs", () => {
  test.each<[string, Partial<TemplateDeclaration>, readonly string[]]>([
    [
      "a curly quote",
      { texts: { en: `Hello friend, don’t miss it: ${words(60)}` } },
      ["’ at 17 turns 1 part into 2: $645 more per 100,000 (at the shortest values; write ' for ’)"],
    ],
    [
      "at its own price",
      { class: "promotional", texts: { en: `Don’t miss it: ${words(60)}Reply STOP` } },
      ["’ at 3 turns 1 part into 2: $258.50 more per 100,000 (at the shortest values; write ' for ’)"],
    ],
    [
      "without a price",
      { class: "otp", texts: { en: `Don’t miss it: ${words(60)}` } },
      ["’ at 3 turns 1 part into 2 (at the shortest values; write ' for ’)"],
    ],
    [
      "several together, with what to do about each",
      { texts: { en: `“Hi”… 🍕 \u00a0${words(305)}` } },
      [
        "“ at 0, ” at 3, … at 4, 🍕 at 6, U+00A0 at 9 turn 3 parts into 5: $1290 more per 100,000 " +
          '(at the shortest values; write " for “, write " for ”, write ... for …, leave out 🍕, write a blank for U+00A0)',
      ],
    ],
    [
      "only where the values are long",
      { variables: { v: { type: "text", maxLength: 60 } }, texts: { en: `It’s {v}: ${words(15)}` } },
      ["’ at 2 turns 1 part into 2: $645 more per 100,000 (at the longest values; write ' for ’)"],
    ],
    ["none where the parts stay", { texts: { en: "Don’t" } }, []],
    ["none where the language needs it", { texts: { en: "Hi", hi: `${"नमस्ते ".repeat(20)}’` } }, []],
    ["none for an accent, which is right in its language", { texts: { en: `Su código: ${words(90)}` } }, []],
    ["none where all is GSM-7", { texts: { en: words(200) } }, []],
  ])("%s", (_, declaration, expected) => {
    expect(messages(declaration)).toEqual(expected);
  });
});

describe("what is wrong with a template", () => {
  const dlt = (text: string) => ({ en: { templateId: "1", entityId: undefined, text } });
  const unregistered = "the text is not the registered one: case, spaces and placeholders must match dlt.text";
  const long = (name: string, length: number) =>
    `${name} may have ${length} characters, DLT takes 30 for one variable: set maxLength: 30`;

  test.each<[string, Partial<TemplateDeclaration>, readonly (readonly (string | null)[])[]]>([
    ["nothing", { variables: { a: { type: "text" } }, texts: { en: "{a}" } }, []],
    [
      "more parts than may go",
      { maxParts: 1, texts: { en: "a".repeat(161) } },
      [["en", "too-long", "the longest values take 2 parts, and 1 may go"]],
    ],
    ["as many as may go", { maxParts: 2, texts: { en: "a".repeat(161) } }, []],
    [
      "more parts than ever go",
      { texts: { en: "a".repeat(1_531) } },
      [["en", "too-long", "the longest values take 11 parts, and 10 may go"]],
    ],
    [
      "a registered text",
      { variables: { a: { type: "text", maxLength: 30 } }, texts: { en: "Hi {a}" }, dlt: dlt("Hi {#var#}") },
      [],
    ],
    [
      "another than the registered text, in the locale that has it",
      {
        variables: { a: { type: "text", maxLength: 30 } },
        texts: { en: "Hi {a}", hi: "Hey {a}" },
        dlt: dlt("Hi {#var#}"),
      },
      [],
    ],
    [
      "a variable too long for DLT",
      {
        variables: { a: { type: "text", maxLength: 31 }, b: { type: "text", maxLength: 30 } },
        texts: { en: "Hi {a} {b}" },
        dlt: dlt("Hi {#var#} {#var#}"),
      },
      [["en", "dlt-variable", long("a", 31)]],
    ],
    [
      "a long variable that is registered as two",
      { variables: { a: { type: "text", maxLength: 60 } }, texts: { en: "Hi {a}" }, dlt: dlt("Hi {#var#}{#var#}") },
      [],
    ],
    [
      "both",
      { variables: { a: { type: "text", maxLength: 60 } }, texts: { en: "Hey {a}" }, dlt: dlt("Hi {#var#}") },
      [
        ["en", "dlt-text", unregistered],
        ["en", "dlt-variable", long("a", 60)],
      ],
    ],
    [
      "an optional part that the registered text lacks",
      {
        variables: { a: { type: "text", maxLength: 9, optional: true } },
        texts: { en: "Hi{?a} {a}!{/}" },
        dlt: dlt("Hi"),
      },
      [["en", "dlt-text", `with a: ${unregistered}`]],
    ],
    [
      "a phrase that the registered text lacks",
      { variables: { s: { type: "text" } }, texts: { en: "Hi {s|a=one|b=two}" }, dlt: dlt("Hi one") },
      [["en", "dlt-text", `s=b: ${unregistered}`]],
    ],
    [
      "an example that its tag does not hold",
      {
        variables: { a: { type: "text", maxLength: 9, example: "soon" } },
        texts: { en: "Hi {a}" },
        dlt: dlt("Hi {#numeric#}"),
      },
      [["en", "dlt-tag", "an example is not what its tag holds: {#numeric#} holds digits alone"]],
    ],
    [
      "a line break of single quotes",
      { texts: { en: "Hi\\nyou" } },
      [
        [
          "en",
          "literal-escape",
          "shows \\n as it stands: put the text between double quotes, where it is one character",
        ],
      ],
    ],
    [
      "another escape of double quotes",
      { texts: { en: "Hi\\u00a0you" } },
      [
        [
          "en",
          "literal-escape",
          "shows \\u00a0 as it stands: put the text between double quotes, where it is one character",
        ],
      ],
    ],
    [
      "an entity",
      { texts: { en: "Fish &amp; chips" } },
      [["en", "html", "shows &amp; as it stands: write the character"]],
    ],
    ["an ampersand is none", { texts: { en: "Fish & chips; B&B" } }, []],
    ["a tag", { texts: { en: "<b>Hi</b>" } }, [["en", "html", "shows <b> as it stands: texts have no markup"]]],
    ["a heading", { texts: { en: "Hi</H1>" } }, [["en", "html", "shows </H1> as it stands: texts have no markup"]]],
    ["a comment", { texts: { en: "Hi<!-- x -->" } }, [["en", "html", "shows <!-- as it stands: texts have no markup"]]],
    ["a sign is none", { texts: { en: "5 < 6 and 7 > 3, <you>" } }, []],
    [
      "marks of direction",
      { texts: { en: "Hi\u202e\u200f\u202e" } },
      [["en", "bidi-character", "holds U+202E, U+200F, which turns what follows around unseen: leave it out"]],
    ],
    [
      "a URL without scheme",
      { texts: { en: "See shop.co.in/x, www.a.in, e.g. me@a.in, https://b.in" } },
      [["en", "url-without-scheme", "not every phone makes a link of shop.co.in: write https://shop.co.in"]],
    ],
    [
      "a URL without scheme in letters of its own",
      { texts: { en: "Bücher, ü.ü: bücher.de" } },
      [["en", "url-without-scheme", "not every phone makes a link of bücher.de: write https://bücher.de"]],
    ],
    [
      "an offer that can't be stopped",
      { class: "promotional", texts: { en: "50% off" } },
      [["en", "opt-out-words", "a promotional text must say how to opt out, such as: Reply STOP to opt out"]],
    ],
    [
      "one that can be only sometimes",
      {
        class: "promotional",
        variables: { a: { type: "text", optional: true } },
        texts: { en: "50% off{?a} {a} Reply STOP{/}" },
      },
      [["en", "opt-out-words", "a promotional text must say how to opt out, such as: Reply STOP to opt out"]],
    ],
    ["one that can be", { class: "promotional", texts: { en: "50% off. Reply STOP to opt out" } }, []],
    ["a notice needs no such words", { texts: { en: "50% off" } }, []],
    [
      "a shortener in the text",
      { texts: { en: "See bit.ly/a" } },
      [["en", "public-shortener", "carriers block links by bit.ly: use the whole link or your own domain"]],
    ],
    [
      "a shortener in an example",
      { variables: { a: { type: "url", example: "https://bit.ly/a" } }, texts: { en: "{a}" } },
      [[null, "public-shortener", "carriers block links by bit.ly, as in the example of a"]],
    ],
    [
      "a variable that is never shown, in one locale or all",
      {
        variables: { a: { type: "text" }, b: { type: "text", optional: true } },
        texts: { en: "{a}{?b}?{/}", hi: "{?b}{b}{/}" },
      },
      [
        ["en", "variable-not-shown", "never shows b"],
        ["hi", "variable-not-shown", "never shows a"],
      ],
    ],
    [
      "an amount shows its currency",
      { variables: { a: { type: "money" }, currency: { type: "text", optional: true } }, texts: { en: "{a}" } },
      [],
    ],
    [
      "and nothing else",
      {
        variables: { a: { type: "money" }, currency: { type: "text", optional: true }, b: { type: "text" } },
        texts: { en: "{a}" },
      },
      [["en", "variable-not-shown", "never shows b"]],
    ],
    [
      "a currency without an amount",
      { variables: { a: { type: "money" }, currency: { type: "text" }, b: { type: "text" } }, texts: { en: "{b}" } },
      [
        ["en", "variable-not-shown", "never shows a"],
        ["en", "variable-not-shown", "never shows currency"],
      ],
    ],
    ["phrases show a variable", { variables: { a: { type: "text" } }, texts: { en: "{a|x=1}" } }, []],
    [
      "an optional one outside of its section, said once",
      { variables: { a: { type: "text", optional: true } }, texts: { en: "{a}{?a}{a}{:}{a}{/}" } },
      [["en", "optional-outside-section", "shows a, which may be missing: put it between {?a} and {/}"]],
    ],
    [
      "inside of two sections is inside of both",
      {
        variables: { a: { type: "text", optional: true }, b: { type: "text", optional: true } },
        texts: { en: "{?a}{?b}{a}{b}{/}{/}" },
      },
      [],
    ],
    [
      "phrases outside of a section",
      { variables: { a: { type: "text", optional: true } }, texts: { en: "{a|x=1}" } },
      [["en", "optional-outside-section", "shows a, which may be missing: put it between {?a} and {/}"]],
    ],
    [
      "braces as other languages have them",
      { variables: { a: { type: "text" }, b: { type: "text" } }, texts: { en: "{{a}} {a} {{c} {b}" } },
      [["en", "braces-around-variable", "{{a}… prints {a}: write {a} for its value"]],
    ],
    [
      "an example that would be refused",
      {
        variables: { a: { type: "integer", example: "x" }, b: { type: "money", example: 5 } },
        texts: { en: "{a}{b}" },
      },
      [[null, "example", "the example of a must be a whole number, such as 3"]],
    ],
  ])("%s", (_, declaration, expected) => {
    expect(findings(declaration)).toEqual(expected);
  });

  test("a locale that others have", () => {
    expect(findings({ texts: { en: "Hi" } }, ["en", "hi", "ta"])).toEqual([
      ["hi", "missing-locale", "has no text in hi, other templates do"],
      ["ta", "missing-locale", "has no text in ta, other templates do"],
    ]);
  });

  test("findings name the template", () => {
    expect(lint({ texts: { en: "bit.ly" } }).findings[0]?.template).toBe("t");
  });
});

describe("a URL that something stands against", () => {
  const glued = (en: string) =>
    findings({ variables: { u: { type: "url", optional: true }, n: { type: "text", optional: true } }, texts: { en } })
      .filter(([, rule]) => rule === "glued-to-url")
      .map(([, , message]) => message);
  test.each(["{u}{n}", "{u}now", "See{u}", "{u}.Bye", "https://a.in{n}", "{?n}{u}{/}{n}"])("%s", (en) =>
    expect(glued(en)).toEqual([
      "something stands against a URL, so that phones link both as one: put a blank between them",
    ]),
  );
  test.each([
    "{u} {n}",
    "See: {u}",
    "({u})",
    "{u}.",
    "{u}\nnow",
    "https://a.in/{n}",
    "https://a.in?x={n}",
    "{?u}{u}{:}{n}{/}",
  ])("nothing: %s", (en) => expect(glued(en)).toEqual([]));
});
