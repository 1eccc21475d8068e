import { priceOf } from "../../country/price-book.js";
import { type After, note, refuse } from "../draft.js";
import type { Evidence } from "../evidence.js";
import { refusalTexts } from "../refusal-texts.js";

/** What the text costs by the price book; where it has no price, the operator's policy decides. */
export const checkPrice = (draft: After<"number" | "encoding">): Evidence["price"] => {
  const { encoding, facts, number } = draft;
  if (number.to === undefined || encoding === undefined) return null;
  const country = number.country ?? "numbers of no country";
  const price = priceOf(facts.prices, country, draft.class);
  if (price === undefined) {
    const observed = `no price for ${country}`;
    if (facts.unpriced === "refuse") refuse(draft, "price", observed, refusalTexts.unpriced(country));
    else note(draft, "warning", "price", observed, "the cost is unknown; add a price to the price book");
    return null;
  }
  const parts = encoding.segments.parts.length;
  const micros = price.micros * parts;
  const observed = `${parts} x ${price.micros} micro-USD`;
  note(draft, "pass", `price/${country}`, observed, `${micros} micro-USD (${price.source}, ${price.asOf})`);
  return { micros, currency: "USD" };
};
