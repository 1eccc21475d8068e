import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { TemplateFaults } from "../../../src/adapters/files/template-faults.js";
import { createTemplateStore } from "../../../src/adapters/files/template-store.js";
import { readTemplates } from "../../../src/adapters/files/templates.js";
import { renderTemplate } from "../../../src/domain/template/render-template.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "templates-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, ...lines: readonly string[]) => writeFileSync(join(folder, name), `${lines.join("\n")}\n`);

/** Faults by file, as `file:line: message`. */
const faults = () => {
  try {
    readTemplates(folder);
  } catch (error) {
    if (error instanceof TemplateFaults) {
      return error.faults.map(({ file, line, message }) => `${file.slice(folder.length + 1)}:${line}: ${message}`);
    }
    throw error;
  }
  return [];
};

describe("a file with everything", () => {
  beforeEach(() =>
    write(
      "order.yaml",
      "# Sent when an order is in",
      "class: transactional",
      "variables:",
      "  number: { type: code, maxLength: 20, whole: false, example: 007 }",
      "  total: { type: money, optional: true, example: 549.00 }",
      "texts:",
      "  en: >-",
      "    Order {number}",
      "    is in.{?total} {total}{/}",
      '  pt-BR: "Pedido {number}{?total} {total}{/}"',
      "dlt: { templateId: '1707', text: 'Order {#var#} is in.' }",
      "sender: ACME-1",
      "deadline: 90s",
      "maxParts: 2",
      "smartEncoding: true",
    ),
  );

  test("is read as it says", () => {
    const template = readTemplates(folder).get("order");
    expect(template).toMatchObject({
      name: "order",
      class: "transactional",
      sender: "ACME-1",
      deadlineMs: 90_000,
      maxParts: 2,
      smartEncoding: true,
      dlt: new Map([["en", { templateId: "1707", entityId: undefined, text: "Order {#var#} is in." }]]),
    });
    expect(template?.variables.get("number")).toEqual({
      type: "code",
      maxLength: 20,
      optional: false,
      whole: false,
      shorten: true,
      links: false,
      example: "7",
      choices: undefined,
    });
    expect(renderTemplate(template!, { number: "A1", total: 5 }, "en")).toMatchObject({
      text: "Order A1 is in. Rs. 5.00",
    });
  });

  test("its version is its content's: another text, another version, and the same again for the same", () => {
    const [before] = readTemplates(folder).values();
    expect(before?.version).toMatch(/^[0-9a-f]{16}$/);
    expect(readTemplates(folder).get("order")?.version).toBe(before?.version);
    write("order.yaml", "class: transactional", "texts: { en: Order }");
    expect(readTemplates(folder).get("order")?.version).not.toBe(before?.version);
  });
});

test.each([
  ["90s", 90_000],
  ["30m", 1_800_000],
  ["24h", 86_400_000],
  ["7d", 604_800_000],
])("a deadline of %s", (deadline, ms) => {
  write("a.yaml", "class: otp", `deadline: ${deadline}`, "texts: { en: Hi }");
  expect(readTemplates(folder).get("a")?.deadlineMs).toBe(ms);
});

describe("faults, with file and line", () => {
  const head = ["class: transactional", "texts: { en: Hi }"];
  test.each<[string, readonly string[], readonly string[]]>([
    [
      "a class that there is not",
      ["class: promo", "texts: { en: Hi }"],
      ["a.yaml:1: class: must be one of otp, transactional, promotional"],
    ],
    ["no class", ["", "texts: { en: Hi }"], ["a.yaml:1: class: is missing"]],
    ["no texts", ["class: otp"], ["a.yaml:1: texts: is missing"]],
    [
      "no English text",
      ["class: otp", "", "texts:", "  hi: Hi"],
      ["a.yaml:3: texts: en is missing: every other locale falls back to it"],
    ],
    ["an empty text", ["class: otp", "texts:", "  en: ' '"], ["a.yaml:3: texts.en: must not be empty"]],
    [
      "a text that is none",
      ["class: otp", "texts:", "  en: 5"],
      [
        "a.yaml:3: texts.en: must be of type string",
        "a.yaml:2: texts: en is missing: every other locale falls back to it",
      ],
    ],
    [
      "a locale that is none",
      ["class: otp", "texts:", "  en: Hi", "  english words: Hi"],
      ["a.yaml:4: texts.english words: must be a language tag as BCP 47 writes it, such as en or pt-BR"],
    ],
    [
      "a locale in other letters",
      ["class: otp", "texts:", "  en: Hi", "  pt-br: Hi"],
      ["a.yaml:4: texts.pt-br: must be a language tag as BCP 47 writes it, such as en or pt-BR"],
    ],
    ["-0 parts", [...head, "extraParts: -0"], ["a.yaml:3: extraParts: must not be -0; leave the sign out"]],
    ["a misspelt key", [...head, "maxPart: 2"], ["a.yaml:3: maxPart: is nothing that a template has"]],
    [
      "a misspelt key of a variable",
      [...head, "variables:", "  a:", "    type: text", "    maxlength: 2"],
      ["a.yaml:6: variables.a.maxlength: is nothing that a template has"],
    ],
    [
      "a type that there is not",
      [...head, "variables:", "  a: { type: string }"],
      ["a.yaml:4: variables.a.type: must be one of text, money, date, time, datetime, url, code, integer"],
    ],
    [
      "a variable in capitals",
      [...head, "variables:", "  Name: { type: text }"],
      ["a.yaml:4: variables.Name: must be small letters, digits and _, a letter first"],
    ],
    [
      "a sender of 12",
      [...head, "sender: ABCDEFGHIJKL"],
      ["a.yaml:3: sender: must be 3 to 11 letters, digits or hyphens, one letter at least"],
    ],
    [
      "a sender without a letter",
      [...head, "sender: '12345'"],
      ["a.yaml:3: sender: must be 3 to 11 letters, digits or hyphens, one letter at least"],
    ],
    [
      "a deadline without a unit",
      [...head, "deadline: '30'"],
      ["a.yaml:3: deadline: must be a time such as 90s, 30m, 24h or 7d"],
    ],
    ["a deadline that is a number", [...head, "deadline: 30"], ["a.yaml:3: deadline: must be of type string"]],
    ["a registration without its text", [...head, "dlt:", "  templateId: '1'"], ["a.yaml:3: dlt.text: is missing"]],
    ["parts of none", [...head, "maxParts: 0"], ["a.yaml:3: maxParts: Too small: expected number to be >=1"]],
    [
      "a placeholder that nobody declared",
      ["class: otp", "texts:", "  en: Hi", "  hi: |", "    Hi", "    {name}"],
      ["a.yaml:4: texts.hi: {name} is not among the variables"],
    ],
    ["a list", ["- class: otp"], ["a.yaml:1: must be of type object"]],
    ["nothing", [""], ["a.yaml:1: must be of type object"]],
    ["a key twice", [...head, "class: otp"], ["a.yaml:3: Map keys must be unique"]],
    ["a tab", ["class: otp", "texts:", "\ten: Hi"], ["a.yaml:3: Tabs are not allowed as indentation"]],
    ["an alias of nothing", ["class: otp", "texts: *x"], ["a.yaml:2: *x stands for nothing: no &x before"]],
  ])("%s", (_, lines, expected) => {
    write("a.yaml", ...lines);
    expect(faults()).toEqual(expected);
  });

  test("every fault of every file at once, and no word about the good ones", () => {
    write("a.yaml", "class: promo", "variables:", "  x: { type: y }", "texts:", "  hi: '{z} {'");
    write("b.yaml", ...head);
    write("c.yaml", "class: otp", "texts: { en: '{}' }");
    write("D.yaml", ...head);
    write("e.yml", ...head);
    write("README.md", "no template");
    expect(faults()).toEqual([
      "D.yaml:1: the file's name must be small letters, digits and _, then .yaml",
      "a.yaml:1: class: must be one of otp, transactional, promotional",
      "a.yaml:3: variables.x.type: must be one of text, money, date, time, datetime, url, code, integer",
      "a.yaml:5: texts.hi: { at 4 is never closed: write {{ for a brace",
      "a.yaml:4: texts: en is missing: every other locale falls back to it",
      "c.yaml:2: texts.en: {} at 0 is no placeholder: write {name} in small letters, or {{ for a brace",
      "e.yml:1: templates end in .yaml: rename the file",
    ]);
  });

  test("the error says all of them", () => {
    write("a.yaml", "class: otp");
    expect(() => readTemplates(folder)).toThrow(
      new TemplateFaults([{ file: join(folder, "a.yaml"), line: 1, message: "texts: is missing" }]),
    );
    expect(() => readTemplates(folder)).toThrow("the templates have 1 fault:\n");
  });

  test("a folder without templates, and one that is not there", () => {
    expect(() => readTemplates(folder)).toThrow("holds no template: put <name>.yaml files there");
    expect(() => readTemplates(join(folder, "none"))).toThrow("can't be read");
  });
});

describe("the templates in use", () => {
  test("a faulty set never replaces a good one, and a good one does", () => {
    write("a.yaml", "class: otp", "texts: { en: One }");
    const store = createTemplateStore(folder);
    const first = store.current();
    write("a.yaml", "class: otp", "texts: { en: Two }");
    write("b.yaml", "class: otp", "texts: { en: '{' }");
    expect(store.reload()).toMatchObject({ ok: false, faults: [{ file: join(folder, "b.yaml"), line: 2 }] });
    expect(store.current()).toBe(first);
    write("b.yaml", "class: otp", "texts: { en: Three }");
    expect(store.reload()).toEqual({ ok: true, count: 2 });
    expect(renderTemplate(store.current().get("a")!, {}, "en")).toMatchObject({ text: "Two" });
  });

  test("a service doesn't start with a faulty set", () => {
    expect(() => createTemplateStore(folder)).toThrow(TemplateFaults);
  });
});
