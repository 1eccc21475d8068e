import { InvalidEnvironment, readConfig } from "./config.js";
import { settings } from "./settings.js";
import { shownValue } from "./shown-value.js";

/** `sms config`: every setting in force and where it comes from; 1, with every fault, where the service could not start. */
export const shownSettings = (
  environment: Readonly<Record<string, string | undefined>>,
  json: boolean,
  output: { write(text: string): unknown },
  /** Throws `InvalidEnvironment` where the service could not start. */
  check: (environment: NodeJS.ProcessEnv) => unknown = readConfig,
): 0 | 1 => {
  for (const [name, setting] of Object.entries(settings)) {
    const given = environment[name] || undefined;
    const byDefault = "byDefault" in setting ? setting.byDefault : undefined;
    const value = given === undefined ? (byDefault ?? null) : (shownValue(name, given) ?? "(hidden)");
    const from = given === undefined ? "default" : "environment";
    const otherwise = "otherwise" in setting ? setting.otherwise : undefined;
    output.write(
      json
        ? `${JSON.stringify({ name, value, from })}\n`
        : `${name.padEnd(30)} ${value ?? `(${otherwise})`}${from === "default" ? "" : "  [environment]"}\n`,
    );
  }
  try {
    check({ ...environment });
    return 0;
  } catch (error) {
    if (!(error instanceof InvalidEnvironment)) throw error;
    output.write(
      json ? `${JSON.stringify({ error: "invalid-environment", faults: error.faults })}\n` : `${error.message}\n`,
    );
    return 1;
  }
};
