import { otpTemplateFaults } from "../domain/otp/otp-template-faults.js";
import type { Services } from "./services.js";
import type { Wiring } from "./wiring.js";

const checks = { limits: "sms limits check FILE", templates: "sms templates lint" } as const;

interface Told {
  /** Lines for the operator, who asked. */
  readonly lines: readonly string[];
  /** Sentences for who looks later, until the files are read again. */
  readonly warnings: readonly string[];
}

/** A warning holds no path and no fault: /readyz asks for no key. */
const kept = (of: "limits" | "templates", faults: readonly string[], at: Date): Told => ({
  lines: [`${of} not read again, the old ones stay:`, ...faults.map((fault) => `  ${fault}`)],
  warnings: [
    `The ${of} were not read again at ${at.toISOString()}, the old ones stay; \`${checks[of]}\` names each fault, then send SIGHUP`,
  ],
});

/**
 * Reads the templates and the limits again, each whole or not at all; answers the words for the operator. What is wrong
 * stays a warning of the service until the files are read again.
 */
export const createReloadFiles = (services: Wiring<Services>): (() => string) => {
  const [clock, policies, warnings] = [services.get("clock"), services.get("otpPolicies"), services.get("warnings")];
  const [templates, limits] = [services.get("templates"), services.get("limitsStore")];
  const codes = () => otpTemplateFaults(policies, templates.current());

  const readTemplates = (): Told => {
    const read = templates.reload();
    if (read.ok) return { lines: [`templates read again: ${read.count}`, ...codes()], warnings: [] };
    return kept(
      "templates",
      read.faults.map(({ file, line, message }) => `${file}:${line}: ${message}`),
      clock.now(),
    );
  };
  const readLimits = (): Told => {
    const faults = limits.reload();
    if (faults.length > 0) return kept("limits", faults, clock.now());
    return { lines: services.get("config").SMS_LIMITS === undefined ? [] : ["limits read again"], warnings: [] };
  };

  let standing = codes();
  return () => {
    const told = [readTemplates(), readLimits()];
    const outdated = new Set(standing);
    standing = [...codes(), ...told.flatMap((one) => one.warnings)];
    const others = warnings.filter((warning) => !outdated.has(warning));
    warnings.splice(0, warnings.length, ...others, ...standing);
    return told.flatMap(({ lines }) => lines).join("\n");
  };
};
