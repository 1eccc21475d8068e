import { type Config, InvalidEnvironment, readConfig } from "../adapters/environment/config.js";
import { weakSecrets } from "../adapters/environment/weak-secrets.js";
import { readConsentWords } from "../adapters/files/consent-words.js";
import { readLimits } from "../adapters/files/limits.js";
import { readOtpPolicies } from "../adapters/files/otp-policies.js";
import { readPrices } from "../adapters/files/prices.js";
import { readSecret } from "../adapters/files/secret.js";
import { apiKeysOf, readApiKeys } from "./api-keys.js";
import { readTemplates } from "../adapters/files/templates.js";

/** The settings that name files, each with what reads the file and throws on a fault. */
const files: Readonly<Record<string, (path: string) => unknown>> = {
  SMS_TEMPLATES_DIR: readTemplates,
  SMS_PRICE_BOOK: readPrices,
  SMS_OTP_POLICIES: readOtpPolicies,
  SMS_LIMITS: readLimits,
  SMS_CONSENT_WORDS: readConsentWords,
  API_KEYS_FILE: readApiKeys,
  KAFKA_SASL_PASSWORD_FILE: readSecret,
  REDIS_PASSWORD_FILE: readSecret,
};

const fileFaults = (environment: NodeJS.ProcessEnv): readonly string[] =>
  Object.entries(files).flatMap(([name, read]) => {
    const path = environment[name];
    if (!path) return [];
    try {
      read(path);
      return [];
    } catch (error) {
      return [`${name}: ${(error as Error).message.replaceAll("\n", "\n  ")}`];
    }
  });

/** Keys of the file are held to the rules that those of API_KEYS are held to beside all other secrets. */
const weakKeys = (config: Config): readonly string[] => {
  if (config.API_KEYS_FILE === undefined) return [];
  const all = weakSecrets({ ...config, API_KEYS: apiKeysOf(config) }, config.NODE_ENV === "production");
  return all.map((fault) => fault.replace(/^API_KEYS: /u, "API_KEYS_FILE or API_KEYS: "));
};

/** The settings, once the files they name were read too. Throws `InvalidEnvironment` with the faults of all of them at once. */
export const checkedConfig = (environment: NodeJS.ProcessEnv): Config => {
  const ofFiles = fileFaults(environment);
  let config: Config;
  try {
    config = readConfig(environment);
  } catch (error) {
    if (!(error instanceof InvalidEnvironment)) throw error;
    throw new InvalidEnvironment([...error.faults, ...ofFiles]);
  }
  const faults = ofFiles.length > 0 ? ofFiles : weakKeys(config);
  if (faults.length > 0) throw new InvalidEnvironment(faults);
  return config;
};
