import { sms } from "../../support/command-line.js";
import { describe, expect, test } from "vitest";
import { lintTemplates } from "../../../src/adapters/cli/lint-templates.js";
import { listTemplates } from "../../../src/adapters/cli/list-templates.js";
import { previewTemplate } from "../../../src/adapters/cli/preview-template.js";
import type { ExitCode, Terminal } from "../../../src/adapters/cli/terminal.js";
import { typeTemplates } from "../../../src/adapters/cli/type-templates.js";
import { withTemplates } from "../../../src/adapters/cli/with-templates.js";
import { TemplateFaults } from "../../../src/adapters/files/template-faults.js";
import { declareTemplate } from "../../../src/domain/template/declare-template.js";
import type { Template } from "../../../src/domain/template/template.js";
import { templateTypes } from "../../../src/domain/template/template-types.js";

const declare = (...[name, version, declaration]: Parameters<typeof declareTemplate>): [string, Template] => {
  const declared = declareTemplate(name, version, declaration);
  if ("faults" in declared) throw new Error(JSON.stringify(declared.faults));
  return [name, declared.template];
};

const variables = {
  name: { type: "text", maxLength: 20, example: "Ravi" },
  day: { type: "date", optional: true, example: "2024-12-15" },
} as const;
const texts = { en: "Hello {name}{?day}, see you on {day}{/}!", hi: "नमस्ते {name}{?day}, {day} को मिलेंगे{/}!" };
const visit = declare("visit", "v2", { class: "transactional", variables, texts });
const bye = declare("bye", "v1", { class: "promotional", texts: { en: "Bye. Reply STOP to opt out" } });
const good = new Map([visit, bye]);

/** Runs a command: how it ended, what it answered, and what it complained of. */
const run = async (command: (terminal: Terminal) => ExitCode | Promise<ExitCode>) => {
  const written = { output: "", errors: "" };
  const into = (to: "output" | "errors") => ({
    write: (text: string) => {
      written[to] += text;
    },
  });
  const input = (async function* (): AsyncGenerator<string> {})();
  const code = await command({ environment: {}, input, output: into("output"), errors: into("errors") });
  return [code, written.output, written.errors];
};

describe("list", () => {
  test("one line a template, in order of names", async () => {
    expect(await run((terminal) => listTemplates(good, {}, terminal))).toEqual([
      0,
      "bye  promotional  en\nvisit  transactional  en, hi  name, day*\n",
      "",
    ]);
  });
  test("as JSON", async () => {
    const [code, output] = await run((terminal) => listTemplates(new Map([visit]), { json: true }, terminal));
    expect([code, JSON.parse(String(output))]).toEqual([
      0,
      {
        name: "visit",
        version: "v2",
        class: "transactional",
        locales: ["en", "hi"],
        variables: {
          name: {
            type: "text",
            maxLength: 20,
            optional: false,
            whole: false,
            shorten: true,
            links: false,
            example: "Ravi",
          },
          day: {
            type: "date",
            maxLength: 24,
            optional: true,
            whole: true,
            shorten: true,
            links: false,
            example: "2024-12-15",
          },
        },
      },
    ]);
  });
});

describe("lint", () => {
  const pricePerPart = () => 6_450;
  test("says what texts take, and that nothing is wrong", async () => {
    expect(await run((terminal) => lintTemplates(new Map([visit]), { pricePerPart }, terminal))).toEqual([
      0,
      "visit en: GSM-7, 1 part (8 units) at the shortest values, 1 part (64) at the longest\n" +
        "visit hi: UCS-2, 1 part (9 units) at the shortest values, 1 part (65) at the longest\n" +
        "nothing is wrong\n",
      "",
    ]);
  });
  test("ends 1 and says what is wrong", async () => {
    const bad = declare("bad", "v1", { class: "transactional", variables, texts: { en: "Go to bit.ly/{name} {day}" } });
    expect(await run((terminal) => lintTemplates(new Map([bad, visit]), { pricePerPart }, terminal))).toEqual([
      1,
      "bad en: GSM-7, 1 part (15 units) at the shortest values, 1 part (58) at the longest\n" +
        "visit en: GSM-7, 1 part (8 units) at the shortest values, 1 part (64) at the longest\n" +
        "visit hi: UCS-2, 1 part (9 units) at the shortest values, 1 part (65) at the longest\n" +
        "bad hi: has no text in hi, other templates do [missing-locale]\n" +
        "bad en: carriers block links by bit.ly: use the whole link or your own domain [public-shortener]\n" +
        "bad en: shows day, which may be missing: put it between {?day} and {/} [optional-outside-section]\n" +
        "3 wrong\n",
      "",
    ]);
  });
  test("a fixed text asks its languages of no other", async () => {
    const help = declare("help", "v1", { class: "transactional", texts: { en: "Ask us.", fr: "Demandez." } });
    expect(
      (await run((terminal) => lintTemplates(new Map([help, visit]), { pricePerPart }, terminal)))[1],
    ).not.toContain("visit fr");
    expect((await run((terminal) => lintTemplates(new Map([help, visit]), { pricePerPart }, terminal)))[1]).toContain(
      "help hi: has no text in hi",
    );
  });
  test("of the shipped templates, nothing is wrong", async () => {
    const { code, out } = await sms(["templates", "lint"]);
    expect([code, out.split("\n").at(-2)]).toEqual([0, "nothing is wrong"]);
  });
  test("a finding of the whole template names no locale", async () => {
    const odd = declare("odd", "v1", {
      class: "otp",
      variables: { n: { type: "integer", example: "x" } },
      texts: { en: "{n}" },
    });
    expect((await run((terminal) => lintTemplates(new Map([odd]), { pricePerPart }, terminal)))[1]).toContain(
      "odd: the example of n must be a whole number, such as 3 [example]\n1 wrong\n",
    );
  });
  test("as JSON, one object a line", async () => {
    const [code, output] = await run((terminal) => lintTemplates(good, { pricePerPart, json: true }, terminal));
    const lines = String(output).trimEnd().split("\n");
    expect([code, lines.map((line) => JSON.parse(line))]).toEqual([
      1,
      [
        expect.objectContaining({ template: "bye", locale: "en", encoding: "GSM-7" }),
        expect.objectContaining({ template: "visit", locale: "en", shortest: { units: 8, segments: 1 } }),
        expect.objectContaining({ template: "visit", locale: "hi", longest: { units: 65, segments: 1 } }),
        { template: "bye", locale: "hi", rule: "missing-locale", message: "has no text in hi, other templates do" },
      ],
    ]);
  });
});

describe("preview", () => {
  const preview = (options: Omit<Parameters<typeof previewTemplate>[1], "name">, name = "visit") =>
    run((terminal) => previewTemplate(good, { name, ...options }, terminal));

  test.each([
    ["the examples", {}, "Hello Ravi, see you on Dec 15, 2024!\nGSM-7, 36 units, 1 part\n"],
    ["variables of one's own", { variables: '{"name":"Asha"}' }, "Hello Asha!\nGSM-7, 11 units, 1 part\n"],
    ["another locale", { variables: '{"name":"Asha"}', locale: "hi-IN" }, "नमस्ते Asha!\nUCS-2, 12 units, 1 part\n"],
    [
      "another zone",
      { variables: '{"name":"A","day":"2024-12-15T20:00:00Z"}', locale: "en-IN", zone: "Asia/Kolkata" },
      "Hello A, see you on 16 Dec 2024!\nGSM-7, 32 units, 1 part\n",
    ],
  ])("%s", async (_, options, output) => {
    expect(await preview(options)).toEqual([0, output, ""]);
  });

  test("as JSON", async () => {
    const [code, output] = await preview({ variables: '{"name":"Asha"}', json: true });
    expect([code, JSON.parse(String(output))]).toEqual([
      0,
      {
        template: "visit",
        version: "v2",
        locale: "en",
        text: "Hello Asha!",
        encoding: "GSM-7",
        units: 11,
        segments: 1,
        parts: ["Hello Asha!"],
      },
    ]);
  });

  test("every faulty variable is named", async () => {
    expect(await preview({ variables: '{"day":1}' })).toEqual([
      1,
      "",
      "name is missing\nday must be a string such as 2024-12-15\n",
    ]);
    expect(await preview({ variables: "{}", json: true })).toEqual([
      1,
      '{"error":"template-variables-invalid","template":"visit","faults":[{"variable":"name","message":"is missing"}]}\n',
      "",
    ]);
  });

  test("a template that there is not", async () => {
    expect(await preview({}, "vist")).toEqual([1, "", "no template is named vist; there are bye, visit\n"]);
    expect(await preview({ json: true }, "vist")).toEqual([1, '{"error":"template-unknown","template":"vist"}\n', ""]);
  });

  test.each([
    ["no JSON", "{"],
    ["a list", "[]"],
    ["null", "null"],
    ["a string", '"x"'],
  ])("variables that are %s are bad usage", async (_, given) => {
    const complaint = `--variables must be a JSON object, such as '{"order_number":"ORD-1"}'\n`;
    expect(await preview({ variables: given })).toEqual([2, "", complaint]);
  });
});

test("a zone that there is not is bad usage", async () => {
  const [code, output, errors] = await run((terminal) =>
    previewTemplate(good, { name: "visit", zone: "Mars" }, terminal),
  );
  expect([code, output, errors]).toEqual([2, "", "no time zone is named Mars; write one such as Asia/Kolkata\n"]);
});

test("types are those of the library", async () => {
  expect(await run((terminal) => typeTemplates(good, terminal))).toEqual([0, templateTypes(good.values()), ""]);
});

describe("templates that can't be read", () => {
  const read = async () => {
    throw new TemplateFaults([
      { file: "a.yaml", line: 3, message: "is wrong" },
      { file: "b.yaml", line: 1, message: "is worse" },
    ]);
  };
  const never = async (): Promise<never> => {
    throw new Error("not reached");
  };
  test("are reported, and the command ends 1", async () => {
    expect(await run((terminal) => withTemplates(read, {}, terminal, never))).toEqual([
      1,
      "a.yaml:3: is wrong\nb.yaml:1: is worse\n",
      "",
    ]);
    expect((await run((terminal) => withTemplates(read, { json: true }, terminal, never)))[1]).toBe(
      '{"error":"template-faulty","file":"a.yaml","line":3,"message":"is wrong"}\n' +
        '{"error":"template-faulty","file":"b.yaml","line":1,"message":"is worse"}\n',
    );
  });
  test("any other error is not ours to report", async () => {
    await expect(run((terminal) => withTemplates(never, {}, terminal, never))).rejects.toThrow("not reached");
  });
  test("good ones are handed on", async () => {
    expect(
      await run((terminal) =>
        withTemplates(
          async () => good,
          {},
          terminal,
          ({ size }) => (size === 2 ? 0 : 2),
        ),
      ),
    ).toEqual([0, "", ""]);
  });
});
