import type { TextNeeds } from "../adapters/cli/text-commands.js";
import type { Config } from "../adapters/environment/config.js";
import { noLimits } from "../adapters/files/no-limits.js";
import type { Limits } from "../application/ports/limits.js";
import { shipped } from "./shipped.js";

/**
 * The parts that explain texts from the settings of this environment, without a running service. Each command loads
 * its own: the numbering plans, the schemas and the templates take longer than most commands.
 */
export const textNeeds = (environment: NodeJS.ProcessEnv): TextNeeds => {
  // A preview needs no stores and brokers; it does need the countries that texts may go to.
  const config = async (): Promise<Config> =>
    (await import("../adapters/environment/config.js")).readConfig(
      { ...environment, KAFKA_BROKERS: "", REDIS_URL: "" },
      false,
    );
  const templates = async () =>
    (await import("../adapters/files/templates.js")).readTemplates(
      environment["SMS_TEMPLATES_DIR"] || shipped("templates"),
    );
  const limits = async ({ SMS_LIMITS: path }: Config): Promise<Limits> =>
    path === undefined ? noLimits : (await import("../adapters/files/limits.js")).readLimits(path);
  /** A text of its own needs no template, and so no file of one is read. */
  const judging = async (needsTemplates: boolean) => {
    const given = await config();
    const read = { limits: await limits(given), templates: needsTemplates ? await templates() : new Map() };
    return (await import("./judge-alone.js")).judgeAlone(given, read);
  };
  return {
    checkFile: async (path, text, lookedAt) => {
      const { createCheckFile } = await import("./check-file.js");
      return createCheckFile(() => judging(true))(path, text, lookedAt);
    },
    defaultCountry: async () => (await config()).SMS_DEFAULT_COUNTRY,
    limitsFaults: async (path) => (await import("../adapters/files/limits.js")).limitsFaults(path),
    judge: async (body) => {
      const { template } = (body ?? {}) as { readonly template?: unknown };
      return (await judging(template !== undefined)).preview(body);
    },
    pricePerPart: async () => {
      const { SMS_DEFAULT_COUNTRY, SMS_PRICE_BOOK } = await config();
      const { readPrices } = await import("../adapters/files/prices.js");
      const { priceOf } = await import("../domain/country/price-book.js");
      const prices = readPrices(SMS_PRICE_BOOK ?? shipped("data/price-book.json"));
      return (of) => priceOf(prices, SMS_DEFAULT_COUNTRY, of)?.micros;
    },
    templates,
  };
};
