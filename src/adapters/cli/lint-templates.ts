import { counted } from "../../domain/counted.js";
import { expectedLocales } from "../../domain/template/lint/expected-locales.js";
import { type LintFacts, lintTemplate } from "../../domain/template/lint/lint-template.js";
import { type Templates, templatesByName } from "./templates-by-name.js";
import type { ExitCode, Terminal } from "./terminal.js";

/** `sms templates lint`: the size of every text, then every fault; 1 where there is a fault. */
export const lintTemplates = (
  templates: Templates,
  { json, pricePerPart }: { readonly json?: boolean | undefined } & Pick<LintFacts, "pricePerPart">,
  { output }: Terminal,
): ExitCode => {
  const locales = expectedLocales(templatesByName(templates));
  const reports = templatesByName(templates).map((template) => lintTemplate(template, { locales, pricePerPart }));
  const texts = reports.flatMap((report) => report.texts);
  const findings = reports.flatMap((report) => report.findings);
  const lines = json
    ? [...texts, ...findings].map((line) => JSON.stringify(line))
    : [
        ...texts.map(
          ({ template, locale, encoding, shortest, longest }) =>
            `${template} ${locale}: ${encoding}, ${counted(shortest.segments, "part")} (${counted(shortest.units, "unit")}) at the shortest values, ${counted(longest.segments, "part")} (${longest.units}) at the longest`,
        ),
        ...findings.map(
          ({ template, locale, rule, message }) =>
            `${template}${locale === null ? "" : ` ${locale}`}: ${message} [${rule}]`,
        ),
        findings.length === 0 ? "nothing is wrong" : `${findings.length} wrong`,
      ];
  for (const line of lines) output.write(`${line}\n`);
  return findings.length === 0 ? 0 : 1;
};
