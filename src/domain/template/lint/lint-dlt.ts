import { dltFault, dltVariableLimit, tagsSaid } from "../dlt.js";
import { formatVariable } from "../format-variable.js";
import type { DltRegistration, Template, TemplateText } from "../template.js";
import type { LintFinding } from "./lint-finding.js";
import { formText } from "./sample-texts.js";
import { type TemplateForm, templateForms } from "./template-forms.js";

type Found = readonly [LintFinding["rule"], string];

/** Names a form by its differences, for a person: `with a, without b, s=delivered: `. */
const named = (template: Template, { choices, given }: TemplateForm): string => {
  const optional = [...template.variables].filter(([, variable]) => variable.optional).map(([name]) => name);
  const said = [
    ...optional.map((name) => `${given.has(name) ? "with" : "without"} ${name}`),
    ...[...choices].map(([name, value]) => `${name}=${value}`),
  ];
  return said.length === 0 ? "" : `${said.join(", ")}: `;
};

/** A variable's example as the text writes it; undefined: no example is possible. */
const exampleOf = (template: Template, name: string, locale: string): string | undefined => {
  const variable = template.variables.get(name)!;
  const writing = { locale, zone: "UTC", currency: "INR", gsm: true };
  const written =
    variable.example === undefined ? undefined : formatVariable(name, variable, variable.example, writing);
  return typeof written === "string" ? written : undefined;
};

/** Finds differences between a text, in every form it takes, and the text registered for its locale. */
export const dltFindings = (
  template: Template,
  locale: string,
  text: TemplateText,
  registration: DltRegistration | undefined,
): readonly Found[] => {
  if (registration === undefined) return [];
  const long = [...template.variables].filter(
    ([, { maxLength, choices }]) => maxLength > dltVariableLimit && choices === undefined,
  );
  const forms = templateForms(template, text);
  const other = forms.find((form) => {
    const fault = dltFault(
      registration,
      formText(template, text, form, () => "1"),
    );
    return fault !== undefined && fault !== "tags";
  });
  const untagged = forms.find((form) => {
    const examples = new Map([...form.given].map((name) => [name, exampleOf(template, name, locale)]));
    if ([...examples.values()].includes(undefined)) return false;
    return (
      dltFault(
        registration,
        formText(template, text, form, (name) => examples.get(name)!),
      ) === "tags"
    );
  });
  const tooLong = forms.some((form) => {
    const fault = dltFault(
      registration,
      formText(template, text, form, (_, { maxLength }) => "x".repeat(maxLength)),
    );
    return fault !== undefined && fault !== "tags";
  });
  return [
    ...(other === undefined
      ? []
      : [
          [
            "dlt-text",
            `${named(template, other)}the text is not the registered one: case, spaces and placeholders must match dlt.text`,
          ] as const,
        ]),
    ...(untagged === undefined
      ? []
      : [
          [
            "dlt-tag",
            `${named(template, untagged)}an example is not what its tag holds: ${tagsSaid(registration)}`,
          ] as const,
        ]),
    ...(tooLong ? long : []).map(
      ([name, { maxLength }]): Found => [
        "dlt-variable",
        `${name} may have ${maxLength} characters, DLT takes ${dltVariableLimit} for one variable: set maxLength: ${dltVariableLimit}`,
      ],
    ),
  ];
};
