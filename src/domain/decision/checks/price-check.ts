import { type Judgement, note, refuse } from "../judgement.js";
import { priceOf } from "../../country/price-book.js";
import { refusalTexts } from "../refusal-texts.js";

/** What the text costs by the price book; where it has no price, the estimate is null and the operator's policy decides. */
export const checkPrice = (judgement: Judgement): void => {
  const { plan, facts } = judgement;
  plan.estimatedCost = null;
  if (plan.to === undefined || plan.segments === undefined) return;
  const country = plan.country ?? "numbers of no country";
  const price = priceOf(facts.prices, country, judgement.class);
  if (price === undefined) {
    const observed = `no price for ${country}`;
    if (facts.unpriced === "refuse") refuse(judgement, "price", observed, refusalTexts.unpriced(country));
    else note(judgement, "warning", "price", observed, "the cost is unknown; add a price to the price book");
    return;
  }
  const micros = price.micros * plan.segments;
  plan.estimatedCost = { micros, currency: "USD" };
  const observed = `${plan.segments} x ${price.micros} micro-USD`;
  note(judgement, "pass", `price/${country}`, observed, `${micros} micro-USD (${price.source}, ${price.asOf})`);
};
