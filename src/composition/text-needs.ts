import type { TextNeeds } from "../adapters/cli/text-commands.js";
import type { Config } from "../adapters/environment/config.js";
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
  const judging = async () => (await import("./judge-alone.js")).judgeAlone(await config());
  return {
    checkFile: async (path, text) => {
      const { createCheckFile } = await import("./check-file.js");
      return createCheckFile(judging)(path, text);
    },
    defaultCountry: async () => (await config()).SMS_DEFAULT_COUNTRY,
    limitsFaults: async (path) => (await import("../adapters/files/limits.js")).limitsFaults(path),
    judge: async (body) => (await judging()).preview(body),
    pricePerPart: async () => {
      const { SMS_DEFAULT_COUNTRY, SMS_PRICE_BOOK } = await config();
      const { readPrices } = await import("../adapters/files/prices.js");
      const { priceOf } = await import("../domain/country/price-book.js");
      const prices = readPrices(SMS_PRICE_BOOK ?? shipped("data/price-book.json"));
      return (of) => priceOf(prices, SMS_DEFAULT_COUNTRY, of)?.micros;
    },
    templates: async () =>
      (await import("../adapters/files/templates.js")).readTemplates(
        environment["SMS_TEMPLATES_DIR"] || shipped("templates"),
      ),
  };
};
