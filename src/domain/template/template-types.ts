import type { Template, TemplateVariable } from "./template.js";

const typeOf = ({ type, choices }: TemplateVariable): string => {
  if (choices !== undefined) return choices.map((choice) => JSON.stringify(choice)).join(" | ");
  return type === "money" || type === "integer" ? "number" : "string";
};

const commentOf = ({ type, maxLength }: TemplateVariable): string => `${type}, at most ${maxLength} characters`;

const variablesOf = ({ variables }: Template): string =>
  [...variables]
    .map(([name, variable]) => {
      const optional = variable.optional;
      return `    /** ${commentOf(variable)} */\n    readonly ${name}${optional ? "?" : ""}: ${typeOf(variable)}${optional ? " | undefined" : ""};\n`;
    })
    .join("");

/**
 * TypeScript source that types the variables of each template, so that a caller who names a template wrongly, or
 * forgets a variable, does not compile.
 */
export const templateTypes = (templates: Iterable<Template>): string => {
  const sorted = [...templates].sort((a, b) => (a.name < b.name ? -1 : 1));
  const entries = sorted.map((template) =>
    template.variables.size === 0
      ? `  readonly ${template.name}: Readonly<Record<string, never>>;\n`
      : `  readonly ${template.name}: {\n${variablesOf(template)}  };\n`,
  );
  return [
    "// Generated from the templates: change those, not this.\n",
    "\n/** The variables of each template, by its name. */\nexport interface TemplateVariables {\n",
    ...entries,
    "}\n\nexport type TemplateName = keyof TemplateVariables;\n",
  ].join("");
};
