import { formatVariable } from "../format-variable.js";
import { characterCost } from "./lint-cost.js";
import { dltFindings } from "./lint-dlt.js";
import type { LintFinding } from "./lint-finding.js";
import { slipFindings } from "./lint-slips.js";
import { bracedVariables, optionalOutsideSection, variablesNotShown } from "./lint-text.js";
import type { MessageClass } from "../../message-class.js";
import { offersOptOut } from "../opt-out-words.js";
import { shortenersIn } from "./public-shorteners.js";
import { type Extent, sampleText } from "./sample-texts.js";
import { segmentsOf } from "../../text/segments.js";
import type { Template, TemplateText } from "../template.js";
import type { Encoding } from "../../text/text.js";

/** The size of one text: units are septets or UTF-16 units, by its encoding. */
export interface TextReport {
  readonly template: string;
  readonly locale: string;
  readonly encoding: Encoding;
  readonly shortest: { readonly units: number; readonly segments: number };
  readonly longest: { readonly units: number; readonly segments: number };
}

export interface LintReport {
  readonly texts: readonly TextReport[];
  readonly findings: readonly LintFinding[];
}

export interface LintFacts {
  /** Locales that every template should have. */
  readonly locales: readonly string[];
  /** Integer micro-USD of one part; undefined: not known. */
  readonly pricePerPart: (of: MessageClass) => number | undefined;
}

type Found = readonly [LintFinding["rule"], string];

const textFindings = (template: Template, locale: string, text: TemplateText, facts: LintFacts): readonly Found[] => {
  const samples = new Map<Extent, string>([
    ["shortest", sampleText(template, locale, text, "shortest")],
    ["longest", sampleText(template, locale, text, "longest")],
  ]);
  const [shortest = "", longest = ""] = samples.values();
  const cost = characterCost(text.source, samples, facts.pricePerPart(template.class));
  const most = template.maxParts ?? 10;
  const { length: parts } = segmentsOf(longest).parts;
  return [
    ...(cost === undefined ? [] : [["character-cost", cost] as const]),
    ...(parts > most ? [["too-long", `the longest values take ${parts} parts, and ${most} may go`] as const] : []),
    ...dltFindings(template, locale, text, template.dlt?.get(locale)),
    ...slipFindings(template, text),
    ...(template.class === "promotional" && !offersOptOut(shortest)
      ? [["opt-out-words", "a promotional text must say how to opt out, such as: Reply STOP to opt out"] as const]
      : []),
    ...shortenersIn(text.source).map(
      (host): Found => ["public-shortener", `carriers block links by ${host}: use the whole link or your own domain`],
    ),
    ...variablesNotShown(template, text).map((name): Found => ["variable-not-shown", `never shows ${name}`]),
    ...optionalOutsideSection(template, text).map(
      (name): Found => [
        "optional-outside-section",
        `shows ${name}, which may be missing: put it between {?${name}} and {/}`,
      ],
    ),
    ...bracedVariables(template, text).map(
      (name): Found => ["braces-around-variable", `{{${name}}… prints {${name}}: write {${name}} for its value`],
    ),
  ];
};

const exampleFindings = (template: Template): readonly Found[] =>
  [...template.variables].flatMap(([name, variable]): readonly Found[] => {
    const { example } = variable;
    if (example === undefined) return [];
    const written = formatVariable(name, variable, example, { locale: "en", zone: "UTC", currency: "INR", gsm: true });
    const faulty: readonly Found[] =
      typeof written === "string" ? [] : [["example", `the example of ${name} ${written.fault}`]];
    const shorteners = shortenersIn(String(example)).map(
      (host): Found => ["public-shortener", `carriers block links by ${host}, as in the example of ${name}`],
    );
    return [...faulty, ...shorteners];
  });

/** Every fault of a template that can be known, and the size of its texts. */
export const lintTemplate = (template: Template, facts: LintFacts): LintReport => {
  const finding =
    (locale: string | null) =>
    ([rule, message]: Found): LintFinding => ({ template: template.name, locale, rule, message });
  const texts = [...template.texts];
  const reports = texts.map(([locale, text]): TextReport => {
    const shortest = segmentsOf(sampleText(template, locale, text, "shortest"));
    const longest = segmentsOf(sampleText(template, locale, text, "longest"));
    return {
      template: template.name,
      locale,
      encoding: shortest.encoding,
      shortest: { units: shortest.units, segments: shortest.parts.length },
      longest: { units: longest.units, segments: longest.parts.length },
    };
  });
  const missing = facts.locales.filter((locale) => !template.texts.has(locale));
  return {
    texts: reports,
    findings: [
      ...exampleFindings(template).map(finding(null)),
      ...missing.map((locale) => finding(locale)(["missing-locale", `has no text in ${locale}, other templates do`])),
      ...texts.flatMap(([locale, text]) => textFindings(template, locale, text, facts).map(finding(locale))),
    ],
  };
};
