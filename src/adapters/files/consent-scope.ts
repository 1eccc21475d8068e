import { readFileSync } from "node:fs";
import { z } from "zod";
import { textClasses } from "../../domain/consent/consent-entry.js";
import type { ScopePolicy } from "../../domain/consent/consent-scope.js";

const Classes = z.array(z.enum(textClasses));
const Rule = z.strictObject({ always: Classes, withoutConsent: Classes, source: z.string().min(1) });
const Policy = z.strictObject({
  asOf: z.iso.date(),
  otherwise: Rule,
  countries: z.record(z.string().regex(/^[A-Z]{2}$/u, "must be an ISO 3166-1 alpha-2 code such as US"), Rule),
});

/** Reads the reach of a STOP, country by country. Throws where the file is faulty. */
export const readConsentScope = (path: string): ScopePolicy => {
  const { asOf, otherwise, countries } = Policy.parse(JSON.parse(readFileSync(path, "utf8")));
  return {
    otherwise: { ...otherwise, asOf },
    countries: new Map(Object.entries(countries).map(([country, rule]) => [country, { ...rule, asOf }])),
  };
};
