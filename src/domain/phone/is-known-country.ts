import { isSupportedCountry } from "libphonenumber-js/max";

/** Is it the ISO 3166-1 alpha-2 code of a country with phone numbers of its own? */
export const isKnownCountry = (code: string): boolean => isSupportedCountry(code);
