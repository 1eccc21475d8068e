import { z } from "zod";
import { isKnownCountry } from "../../domain/phone/is-known-country.js";

/** No number is of any other two letters, such as UK: a limit or a list by such a code would bind nothing. */
export const countryCode = z.string().refine(isKnownCountry, "must be an ISO 3166-1 alpha-2 code such as IN");
