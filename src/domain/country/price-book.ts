import type { MessageClass } from "../message-class.js";

/** The way a text enters a country: through its own carriers, registered, or from abroad. */
export type Route = "local" | "international";

/** Price of one part, integer micro-USD, with where it comes from and when it was true. */
export interface Price {
  readonly country: string;
  readonly class: MessageClass;
  readonly carrier?: string | undefined;
  /** undefined: both routes. */
  readonly route?: Route | undefined;
  /** Shipped as an example; not the price of any account. */
  readonly sample?: boolean | undefined;
  readonly micros: number;
  readonly source: string;
  readonly asOf: string;
}

/** Prices by `country/class/route/carrier`, where route and carrier may be empty. */
export type PriceBook = ReadonlyMap<string, Price>;

const keyOf = (country: string, of: MessageClass, route = "", carrier = ""): string =>
  `${country}/${of}/${route}/${carrier}`;

/** A book of prices. Nobody knows a text's carrier before it is sent: where a country is priced by carrier only, the dearest counts. */
export const priceBookOf = (prices: readonly Price[]): PriceBook => {
  const book = new Map<string, Price>();
  for (const price of prices.filter(({ carrier }) => carrier !== undefined)) {
    const { country, class: of, route, carrier } = price;
    book.set(keyOf(country, of, route, carrier), price);
    const dearest = book.get(keyOf(country, of, route));
    if (dearest === undefined || dearest.micros < price.micros) book.set(keyOf(country, of, route), price);
  }
  for (const price of prices.filter(({ carrier }) => carrier === undefined))
    book.set(keyOf(price.country, price.class, price.route), price);
  return book;
};

const ofClass = (book: PriceBook, country: string, of: MessageClass, route?: Route) => {
  const found = (by: Route | undefined): Price | undefined => book.get(keyOf(country, of, by));
  if (route !== undefined) return found(route) ?? found(undefined);
  // An unknown route is estimated at the dearer price, which is safer.
  const [first, other] = [found("international"), found("local")];
  return (
    found(undefined) ??
    (first !== undefined && other !== undefined && other.micros > first.micros ? other : (first ?? other))
  );
};

/** The price of one part; a code without a price of its own costs as much as a transactional text. */
export const priceOf = (book: PriceBook, country: string, of: MessageClass, route?: Route): Price | undefined =>
  ofClass(book, country, of, route) ?? (of === "otp" ? ofClass(book, country, "transactional", route) : undefined);

/** The dearest part of a class in the book; undefined where it has no price of the class. */
export const highestPrice = (book: PriceBook, of: MessageClass): Price | undefined => {
  let highest: Price | undefined;
  for (const price of book.values()) {
    const counts = price.class === of || (of === "otp" && price.class === "transactional");
    if (counts && (highest === undefined || price.micros > highest.micros)) highest = price;
  }
  return highest;
};
