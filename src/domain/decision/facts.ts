import type { CountryRules } from "../country/country-rules.js";
import type { PriceBook } from "../country/price-book.js";
import type { Template } from "../template/template.js";

/** Everything besides the request and the instant that `decide` looks at. */
export interface Facts {
  /** ISO 3166-1 alpha-2. */
  readonly defaultCountry: string;
  readonly allowedCountries: ReadonlySet<string> | "all";
  /** libphonenumber's types a text may go to. */
  readonly numberTypes: ReadonlySet<string>;
  readonly templates: ReadonlyMap<string, Template>;
  readonly prices: PriceBook;
  /** What becomes of a text to a country without a price. */
  readonly unpriced: "send" | "refuse";
  readonly rules: CountryRules;
  /** What the operator owns: settings of CONTRACT.md. */
  readonly senderId: string | undefined;
  readonly originationNumber: string | undefined;
  readonly entityId: string | undefined;
  /** The AWS region texts go out from; India's local route exists in ap-south-1 and ap-south-2 only. */
  readonly region: string | undefined;
  /** When this recipient opted out; undefined: has not. */
  readonly optedOutSince?: Date | undefined;
  /** Forecasts, where the caller knows them; the spine takes the real ones atomically. */
  readonly frequency?: Forecast | undefined;
  readonly spend?: Forecast | undefined;
}

/** A cap that would be met or passed: `observed` and `consequence` go into the trace. */
export interface Forecast {
  readonly allows: boolean;
  readonly observed: string;
  readonly consequence: string;
}
