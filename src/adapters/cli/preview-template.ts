import { counted } from "../../domain/counted.js";
import { renderTemplate } from "../../domain/template/render-template.js";
import type { Template } from "../../domain/template/template.js";
import { isTimeZone } from "../../domain/time-zone.js";
import { segmentsOf } from "../../domain/text/segments.js";
import { jsonObject } from "../../domain/json-object.js";
import { noVariables } from "./no-variables.js";
import { type Templates, templatesByName } from "./templates-by-name.js";
import type { ExitCode, Terminal } from "./terminal.js";

export interface PreviewTemplateOptions {
  /** One object per line. */
  readonly json?: boolean | undefined;
  readonly name: string;
  /** A JSON object; default: the template's examples. */
  readonly variables?: string | undefined;
  readonly locale?: string | undefined;
  /** IANA; default UTC. */
  readonly zone?: string | undefined;
}

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
        `no template is named ${name}; there are ${templatesByName(templates)
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
  if (zone !== undefined && !isTimeZone(zone)) {
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
      : `${rendered.text}\n${encoding}, ${counted(units, "unit")}, ${counted(parts.length, "part")}\n`,
  );
  return 0;
};
