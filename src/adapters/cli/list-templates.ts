import { type Templates, templatesByName } from "./templates-by-name.js";
import type { ExitCode, Terminal } from "./terminal.js";

/** `sms templates list`: names, classes, locales and variables (`*` optional). */
export const listTemplates = (
  templates: Templates,
  { json }: { readonly json?: boolean | undefined },
  { output }: Terminal,
): ExitCode => {
  for (const { name, version, class: of, texts, variables } of templatesByName(templates)) {
    const locales = [...texts.keys()];
    const names = [...variables].map(([variable, { optional }]) => (optional ? `${variable}*` : variable));
    output.write(
      json
        ? `${JSON.stringify({ name, version, class: of, locales, variables: Object.fromEntries(variables) })}\n`
        : `${`${name}  ${of}  ${locales.join(", ")}  ${names.join(", ")}`.trimEnd()}\n`,
    );
  }
  return 0;
};
