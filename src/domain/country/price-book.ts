import type { MessageClass } from "../message-class.js";

/** Price of one part, integer micro-USD, with where it comes from and when it was true (CONTRACT.md, price book). */
export interface Price {
  readonly country: string;
  readonly class: MessageClass;
  readonly carrier?: string | undefined;
  readonly micros: number;
  readonly source: string;
  readonly asOf: string;
}

/** Prices by `country/class` and, where a carrier has its own, `country/class/carrier`. */
export type PriceBook = ReadonlyMap<string, Price>;

/** A book of prices; where a country is priced by carrier only, the dearest carrier stands for an unknown one. */
export const priceBookOf = (prices: readonly Price[]): PriceBook => {
  const book = new Map<string, Price>();
  for (const price of prices.filter(({ carrier }) => carrier !== undefined)) {
    book.set(`${price.country}/${price.class}/${price.carrier}`, price);
    const dearest = book.get(`${price.country}/${price.class}`);
    if (dearest === undefined || dearest.micros < price.micros) book.set(`${price.country}/${price.class}`, price);
  }
  for (const price of prices.filter(({ carrier }) => carrier === undefined))
    book.set(`${price.country}/${price.class}`, price);
  return book;
};

/** The price of one part; a code costs what a transactional text costs where it has no price of its own. */
export const priceOf = (book: PriceBook, country: string, of: MessageClass, carrier?: string): Price | undefined =>
  (carrier === undefined ? undefined : book.get(`${country}/${of}/${carrier}`)) ??
  book.get(`${country}/${of}`) ??
  (of === "otp" ? priceOf(book, country, "transactional", carrier) : undefined);
