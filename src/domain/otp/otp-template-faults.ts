import { retrieverLimitBytes, utf8Bytes } from "./otp-code.js";
import type { OtpPolicies } from "./otp-policy.js";
import { renderTemplate } from "../template/render-template.js";
import type { Template } from "../template/template.js";

/**
 * Faults that keep policies from being sent with these templates, each a sentence: a template that is missing, of
 * another class, or without its variables; texts too long for SMS Retriever.
 */
export const otpTemplateFaults = (policies: OtpPolicies, templates: ReadonlyMap<string, Template>): readonly string[] =>
  [...policies.values()].flatMap((policy) => {
    const { purpose, template: name, length, validityMs, retrieverHash, webHost } = policy;
    const template = templates.get(name);
    if (template === undefined) return [`${purpose}: there is no template ${name}; add templates/${name}.yaml`];
    if (template.class !== "otp")
      return [`${purpose}: the template ${name} is of class ${template.class}; make it otp`];
    const code = "9".repeat(length);
    return [...template.texts.keys()].flatMap((locale) => {
      const rendered = renderTemplate(template, { code, validity_minutes: validityMs / 60_000 }, locale);
      if ("faults" in rendered)
        return rendered.faults.map(
          ({ variable, message }) => `${purpose}: ${name} (${locale}): ${variable} ${message}`,
        );
      if (!rendered.text.includes(code)) return [`${purpose}: ${name} (${locale}) does not show the variable code`];
      if (retrieverHash === undefined) return [];
      const last = webHost === undefined ? "" : `\n@${webHost} #${code}`;
      const bytes = utf8Bytes(`${rendered.text}\n${retrieverHash}${last}`);
      return bytes <= retrieverLimitBytes
        ? []
        : [
            `${purpose}: ${name} (${locale}) has ${bytes} bytes with its last lines; SMS Retriever reads at most ${retrieverLimitBytes}, shorten it`,
          ];
    });
  });
