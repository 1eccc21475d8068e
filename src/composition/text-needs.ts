import type { TextNeeds } from "../adapters/cli/text-commands.js";
import { readConfig } from "../adapters/environment/config.js";
import { limitsFaults } from "../adapters/files/limits.js";
import { readTemplates } from "../adapters/files/templates.js";
import { priceOf } from "../domain/country/price-book.js";
import { createCheckFile } from "./check-file.js";
import { compose } from "./compose.js";
import { shipped } from "./shipped.js";

/** The parts that explain texts from the settings of this environment, without a running service. */
export const textNeeds = (environment: NodeJS.ProcessEnv): TextNeeds => {
  // A preview needs no stores and brokers; it does need the countries that texts may go to.
  const config = () => readConfig({ ...environment, KAFKA_BROKERS: "", REDIS_URL: "" }, false);
  return {
    checkFile: createCheckFile(() => compose(config(), undefined)),
    defaultCountry: () => config().SMS_DEFAULT_COUNTRY,
    limitsFaults,
    judge: () => compose(config(), undefined).get("acceptRequest").preview,
    pricePerPart: () => {
      const { SMS_DEFAULT_COUNTRY } = config();
      const { prices } = compose(config(), undefined).get("facts")();
      return (of) => priceOf(prices, SMS_DEFAULT_COUNTRY, of)?.micros;
    },
    templates: () => readTemplates(environment["SMS_TEMPLATES_DIR"] || shipped("templates")),
  };
};
