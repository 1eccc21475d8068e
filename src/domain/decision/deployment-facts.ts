import type { CountryRules } from "../country/country-rules.js";
import type { PriceBook } from "../country/price-book.js";
import type { Template } from "../template/template.js";

/** Everything that `decide` looks at and that is the deployment's: files and settings, the same for every recipient. */
export interface DeploymentFacts {
  /** ISO 3166-1 alpha-2. */
  readonly defaultCountry: string;
  readonly allowedCountries: ReadonlySet<string> | "all";
  /** libphonenumber's types a text may go to. */
  readonly numberTypes: ReadonlySet<string>;
  readonly templates: ReadonlyMap<string, Template>;
  readonly prices: PriceBook;
  /**
   * The rule for a text to a country without a price; `highest`: it costs as much as the dearest country of the book.
   */
  readonly unpriced: "allow" | "refuse" | "highest";
  /** The rule for a text to a number that seems to be gone. */
  readonly deadNumbers: "warn" | "refuse";
  readonly rules: CountryRules;
  /** The sender ID the operator owns, by the settings. */
  readonly senderId: string | undefined;
  readonly originationNumber: string | undefined;
  readonly entityId: string | undefined;
  /** The AWS region texts go out from; India's local route exists in ap-south-1 and ap-south-2 only. */
  readonly region: string | undefined;
}
