import type { MessageClass } from "./message-class.js";

/** Price of one part, integer micro-USD, with where it comes from and when it was true (CONTRACT.md, price book). */
export interface Price {
  readonly country: string;
  readonly class: MessageClass;
  readonly carrier?: string | undefined;
  readonly micros: number;
  readonly source: string;
  readonly asOf: string;
}

/** Prices by `country/class`. */
export type PriceBook = ReadonlyMap<string, Price>;
