import { type LintFacts, lintTemplate } from "../../domain/template/lint/lint-template.js";
import { renderTemplate } from "../../domain/template/render-template.js";
import { segmentsOf } from "../../domain/text/segments.js";
import type { Template } from "../../domain/template/template.js";
import { templateTypes } from "../../domain/template/template-types.js";
import { jsonObject, noVariables } from "./json-object.js";
import type { ExitCode, Terminal } from "./terminal.js";

type Templates = ReadonlyMap<string, Template>;

interface JsonOption {
  /** One object per line. */
  readonly json?: boolean | undefined;
}

/** One fault of a template's file, as reading it reports. */
interface FileFault {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

const byName = (templates: Templates): readonly Template[] =>
  [...templates.values()].sort((a, b) => (a.name < b.name ? -1 : 1));

const partsOf = (count: number): string => `${count} ${count === 1 ? "part" : "parts"}`;

const faultsOf = (error: unknown): readonly FileFault[] | undefined =>
  error instanceof Error && "faults" in error ? (error.faults as readonly FileFault[]) : undefined;

/** Reads the templates and runs a command on them; templates with faults are reported, every fault a line, and end 1. */
export const withTemplates = (
  read: () => Templates,
  { json }: JsonOption,
  { output }: Terminal,
  run: (templates: Templates) => ExitCode,
): ExitCode => {
  let templates: Templates;
  try {
    templates = read();
  } catch (error) {
    const faults = faultsOf(error);
    if (faults === undefined) throw error;
    for (const { file, line, message } of faults) {
      const fault = { error: "template-faulty", file, line, message };
      output.write(json ? `${JSON.stringify(fault)}\n` : `${file}:${line}: ${message}\n`);
    }
    return 1;
  }
  return run(templates);
};

/** `sms templates list`: names, classes, locales and variables (`*` optional). */
export const listTemplates = (templates: Templates, { json }: JsonOption, { output }: Terminal): ExitCode => {
  for (const { name, version, class: of, texts, variables } of byName(templates)) {
    const locales = [...texts.keys()];
    const names = [...variables].map(([variable, { optional }]) => (optional ? `${variable}*` : variable));
    output.write(
      json
        ? `${JSON.stringify({ name, version, class: of, locales, variables: Object.fromEntries(variables) })}\n`
        : `${name}  ${of}  ${locales.join(", ")}  ${names.join(", ")}\n`,
    );
  }
  return 0;
};

/** `sms templates lint`: the size of every text, then every fault; 1 where there is a fault. */
export const lintTemplates = (
  templates: Templates,
  { json, pricePerPart }: JsonOption & Pick<LintFacts, "pricePerPart">,
  { output }: Terminal,
): ExitCode => {
  const locales = [...new Set(byName(templates).flatMap(({ texts }) => [...texts.keys()]))];
  const reports = byName(templates).map((template) => lintTemplate(template, { locales, pricePerPart }));
  const texts = reports.flatMap((report) => report.texts);
  const findings = reports.flatMap((report) => report.findings);
  const lines = json
    ? [...texts, ...findings].map((line) => JSON.stringify(line))
    : [
        ...texts.map(
          ({ template, locale, encoding, shortest, longest }) =>
            `${template} ${locale}: ${encoding}, ${partsOf(shortest.segments)} (${shortest.units} units) at the shortest values, ${partsOf(longest.segments)} (${longest.units}) at the longest`,
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

export interface PreviewTemplateOptions extends JsonOption {
  readonly name: string;
  /** A JSON object; default: the template's examples. */
  readonly variables?: string | undefined;
  readonly locale?: string | undefined;
  /** IANA; default UTC. */
  readonly zone?: string | undefined;
}

const isZone = (zone: string): boolean => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }) !== undefined;
  } catch {
    return false;
  }
};

const examplesOf = ({ variables }: Template): Record<string, unknown> =>
  Object.fromEntries([...variables].map(([name, { example }]) => [name, example]));

/** `sms templates preview NAME`: the text, its encoding and parts; 1 with every faulty variable named, 2 for bad usage. */
export const previewTemplate = (
  templates: Templates,
  options: PreviewTemplateOptions,
  terminal: Terminal,
): ExitCode => {
  const { name, json, locale, zone } = options;
  const { output, errors } = terminal;
  const template = templates.get(name);
  if (template === undefined) {
    if (json) output.write(`${JSON.stringify({ error: "template-unknown", template: name })}\n`);
    else
      errors.write(
        `no template is named ${name}; there are ${byName(templates)
          .map((one) => one.name)
          .join(", ")}\n`,
      );
    return 1;
  }
  const variables = options.variables === undefined ? examplesOf(template) : jsonObject(options.variables);
  if (variables === undefined) {
    errors.write(`${noVariables}\n`);
    return 2;
  }
  if (zone !== undefined && !isZone(zone)) {
    errors.write(`no time zone is named ${zone}; write one such as Asia/Kolkata\n`);
    return 2;
  }
  const rendered = renderTemplate(template, variables, locale, zone);
  if ("faults" in rendered) {
    const { faults } = rendered;
    if (json) output.write(`${JSON.stringify({ error: "template-variables-invalid", template: name, faults })}\n`);
    else for (const { variable, message } of faults) errors.write(`${variable} ${message}\n`);
    return 1;
  }
  const { encoding, units, parts } = segmentsOf(rendered.text);
  const seen = { template: name, version: template.version, locale: rendered.locale, text: rendered.text };
  output.write(
    json
      ? `${JSON.stringify({ ...seen, encoding, units, segments: parts.length, parts })}\n`
      : `${rendered.text}\n${encoding}, ${units} units, ${partsOf(parts.length)}\n`,
  );
  return 0;
};

/** `sms templates types`: TypeScript that types the templates' names and variables, for the code that sends them. */
export const typeTemplates = (templates: Templates, { output }: Terminal): ExitCode => {
  output.write(templateTypes(templates.values()));
  return 0;
};
