import { fileTrouble } from "../../domain/file-trouble.js";
import { z } from "zod";
import { noMinusZero } from "../../application/notifications/no-minus-zero.js";
import { schemaFaults } from "../../application/notifications/schema-fault.js";
import { type PriceBook, priceBookOf } from "../../domain/country/price-book.js";
import { lanes } from "../../domain/message-class.js";
import { readText } from "./read-text.js";

/** USD 1,000 a part, as receipts may tell: what sums of many texts stay exact by. */
const highestMicros = 1_000_000_000;

/** `[{country, class, route?, carrier?, micros, source, asOf}]`; micros is the price of one part. */
const Prices = z.array(
  z.strictObject({
    country: z.string().regex(/^[A-Z]{2}$/u, "must be an ISO 3166-1 alpha-2 code such as IN"),
    class: z.enum(lanes),
    route: z.enum(["local", "international"]).optional(),
    carrier: z.string().min(1).optional(),
    micros: noMinusZero(z.int("must be integer micro-USD: 6450 for USD 0.00645").min(0).max(highestMicros)),
    source: z.string().min(1),
    sample: z.boolean().optional(),
    asOf: z.iso.date("must be a date such as 2026-11-22"),
  }),
);

/** Every fault of a price book at once, each with its place. */
export class InvalidPriceBook extends Error {
  override readonly name = "InvalidPriceBook";
}

const invalid = (path: string, faults: readonly string[]): InvalidPriceBook =>
  new InvalidPriceBook(`The price book ${path} cannot be used:\n${faults.map((fault) => `  ${fault}`).join("\n")}`);

const parsed = (path: string): unknown => {
  try {
    return JSON.parse(readText(path));
  } catch (error) {
    throw invalid(path, [fileTrouble(path, error)]);
  }
};

const repeated = (prices: z.infer<typeof Prices>): readonly string[] => {
  const seen = new Map<string, number>();
  return prices.flatMap(({ country, class: of, route = "", carrier = "" }, index) => {
    const key = `${country}/${of}/${route}/${carrier}`;
    const first = seen.get(key);
    seen.set(key, first ?? index);
    return first === undefined
      ? []
      : [`[${index}]: the same country, class, route and carrier as [${first}]; keep one`];
  });
};

/** Reads a price book. Throws `InvalidPriceBook` naming every fault with its index and field. */
export const readPrices = (path: string): PriceBook => {
  const checked = Prices.safeParse(parsed(path), { reportInput: true });
  if (!checked.success)
    throw invalid(
      path,
      schemaFaults(checked.error.issues, "the file").map(({ path: place, says }) => {
        const [index, ...field] = place;
        return `${index === undefined ? "the file" : `[${String(index)}]`}${field.length > 0 ? `.${field.join(".")}` : ""}: ${says}`;
      }),
    );
  const faults = repeated(checked.data);
  if (faults.length > 0) throw invalid(path, faults);
  return priceBookOf(checked.data);
};
