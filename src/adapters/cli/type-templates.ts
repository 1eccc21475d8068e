import { templateTypes } from "../../domain/template/template-types.js";
import type { Templates } from "./templates-by-name.js";
import type { ExitCode, Terminal } from "./terminal.js";

/** `sms templates types`: TypeScript that types the templates' names and variables, for the code that sends them. */
export const typeTemplates = (templates: Templates, { output }: Terminal): ExitCode => {
  output.write(templateTypes(templates.values()));
  return 0;
};
