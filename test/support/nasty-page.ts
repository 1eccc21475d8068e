import { readTemplates } from "../../src/adapters/files/templates.js";
import { decide } from "../../src/domain/decision/decide.js";
import { parsePhoneNumber } from "../../src/domain/phone/phone-number.js";
import { exampleValues, nastyValues } from "./nasty-values.js";
import { someFacts } from "./some-facts.js";

const templates = readTemplates("templates");
const facts = someFacts({ templates, allowedCountries: "all" });
const to = "+919876543210";
const at = new Date("2026-11-27T06:00:00Z");

/** Printable in a cell: what is not drawn goes by its number, long texts by their ends. */
const cell = (text: string): string => {
  const seen = text
    .replace(
      /[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu,
      (point) => `<${point.codePointAt(0)!.toString(16).toUpperCase()}>`,
    )
    .replaceAll("|", "\\|");
  return seen.length > 180 ? `${seen.slice(0, 120)} [${seen.length} characters]` : seen;
};

/** What becomes of one text: the words that go out, or why none do. */
const outcome = (template: string, variables: Readonly<Record<string, unknown>>, locale: string): string => {
  const request = {
    to,
    number: parsePhoneNumber(to),
    content: { kind: "template", template, variables },
    locale,
    requestedAt: at,
  } as const;
  const decision = decide(request, facts, {}, at);
  if (decision.kind === "refuse") return `**${decision.refusal.reason}** ${decision.refusal.detail}`;
  const { encoding, segments, edits, text } = decision.plan;
  const whys = [...new Set(edits.map(({ why, variable }) => (variable === undefined ? why : `${variable}: ${why}`)))];
  return `${text} *(${encoding}, ${segments} ${segments === 1 ? "part" : "parts"}${whys.length === 0 ? "" : `; ${whys.join(", ")}`})*`;
};

const head = `# What the nastiest values come to

Every template that comes with the service, in each of its languages, with the nastiest values of each variable's type while the others hold their examples. \`<202E>\` stands for a character that is not drawn. A text that goes shows its encoding, its parts and what was changed; one that does not shows its reason. \`npm run docs\` writes this page; a test says when it is stale.
`;

/** The page \`docs/nasty-values.md\`. */
export const nastyPage = (): string =>
  [
    head,
    ...[...templates.values()].flatMap((template) =>
      [...template.texts.keys()].map((locale) => {
        const examples = exampleValues(template);
        const rows = nastyValues(template).map(
          ([name, about, value]) =>
            `| \`${name}\` | ${about} | ${cell(outcome(template.name, { ...examples, [name]: value }, locale))} |`,
        );
        return `## ${template.name}, ${locale}\n\n| variable | value | what becomes of it |\n|---|---|---|\n${rows.join("\n")}\n`;
      }),
    ),
  ].join("\n");
