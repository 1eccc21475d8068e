import { highestPrice, priceOf, type Route } from "../../country/price-book.js";
import { type After, note, refuse } from "../draft.js";
import type { Evidence } from "../evidence.js";
import { refusalTexts } from "../refusal-texts.js";

const sampleSays = "sample price; your account's international route costs more: put its price into SMS_PRICE_BOOK";

/** Registration decides the route where a country demands it, as in India: an unregistered text comes from abroad. */
const routeOf = ({ facts, number }: After<"number">): Route | undefined => {
  const { dlt } = number.rule;
  if (dlt === undefined) return undefined;
  const { entityId, region } = facts;
  return entityId !== undefined && (region === undefined || dlt.regions.includes(region)) ? "local" : "international";
};

/** Prices the text by the price book; where the book has no price, the operator's policy decides. */
export const checkPrice = (draft: After<"number" | "encoding">): Evidence["price"] => {
  const { encoding, facts, number } = draft;
  if (number.to === undefined || encoding === undefined) return null;
  const { country } = number;
  const route = routeOf(draft);
  const price = country === undefined ? undefined : priceOf(facts.prices, country, draft.class, route);
  if (price === undefined) {
    const destination = `${country ?? "numbers of no country"}${route === undefined ? "" : ` by the ${route} route`}`;
    const observed = `no price for ${destination}`;
    const highest = facts.unpriced === "highest" ? highestPrice(facts.prices, draft.class) : undefined;
    if (highest !== undefined) {
      const assumed = highest.micros * encoding.segments.parts.length;
      note(draft, "warning", "price", observed, `${assumed} micro-USD assumed, as for ${highest.country}, the dearest`);
      return { micros: assumed, currency: "USD" };
    }
    const refusal = country === undefined ? refusalTexts.unpriceable(number.shown) : refusalTexts.unpriced(destination);
    const cure =
      country === undefined ? "the price book has prices of countries alone" : "add a price to the price book";
    if (facts.unpriced === "refuse") refuse(draft, "price", observed, refusal);
    else note(draft, "warning", "price", observed, `the cost is unknown; ${cure}`);
    return null;
  }
  const parts = encoding.segments.parts.length;
  const micros = price.micros * parts;
  const observed = `${parts} x ${price.micros} micro-USD`;
  const source = `(${price.source}, ${price.asOf})`;
  if (price.sample === true && price.route === undefined && route === "international")
    note(draft, "warning", `price/${country}`, observed, `${micros} micro-USD; ${sampleSays} ${source}`);
  else note(draft, "pass", `price/${country}`, observed, `${micros} micro-USD ${source}`);
  return { micros, currency: "USD" };
};
