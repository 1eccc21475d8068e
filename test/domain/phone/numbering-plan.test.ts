import examples from "libphonenumber-js/examples.mobile.json";
import { type CountryCode, getCountryCallingCode, parsePhoneNumberWithError } from "libphonenumber-js/max";
import { describe, expect, test } from "vitest";
import { planOf } from "../../../src/domain/phone/numbering-plan.js";

const regions = Object.keys(examples) as CountryCode[];
const exampleOf = (region: CountryCode): string => `+${getCountryCallingCode(region)}${examples[region]}`;

/** Country and type as libphonenumber has them; undefined where the number is not valid. */
const reference = (e164: string) => {
  try {
    const number = parsePhoneNumberWithError(e164);
    const type = number.getType();
    if (!number.isPossible() || !number.isValid() || number.number !== e164) return undefined;
    return number.country === undefined || type === undefined ? undefined : { country: number.country, type };
  } catch {
    return undefined;
  }
};

test.each(regions)("the example of %s needs no libphonenumber", (region) => {
  const e164 = exampleOf(region);
  expect(planOf(e164)).toEqual(reference(e164));
});

describe("every type", () => {
  test.each([
    ["+912226543210", "IN", "FIXED_LINE"],
    ["+919876543210", "IN", "MOBILE"],
    ["+12133734253", "US", "FIXED_LINE_OR_MOBILE"],
    ["+15062345678", "CA", "FIXED_LINE_OR_MOBILE"],
    ["+18002345678", "US", "TOLL_FREE"],
    ["+448001234567", "GB", "TOLL_FREE"],
    ["+449012345678", "GB", "PREMIUM_RATE"],
    ["+33810123456", "FR", "SHARED_COST"],
    ["+445612345678", "GB", "VOIP"],
    ["+447012345678", "GB", "PERSONAL_NUMBER"],
    ["+447640123456", "GB", "PAGER"],
    ["+445512345678", "GB", "UAN"],
    ["+447797712345", "JE", "MOBILE"],
    ["+390612345678", "IT", "FIXED_LINE"],
    ["+77710009998", "KZ", "MOBILE"],
    ["+79123456789", "RU", "MOBILE"],
  ])("%s is %s %s", (e164, country, type) => {
    expect(reference(e164)).toEqual({ country, type });
    expect(planOf(e164)).toEqual({ country, type });
  });
});

test.each([
  ["nobody has it", "+915999999999"],
  ["a digit too few", "+91987654321"],
  ["a digit too many", "+3312345678901"],
  ["no such country code", "+999123456789"],
  ["a number of no country", "+80012345678"],
  ["a trunk prefix in it", "+9109876543210"],
  ["a country code alone", "+91"],
  ["a shared code, no country's number", "+11234567890"],
])("%s: left to libphonenumber", (_, e164) => expect(planOf(e164)).toBeUndefined());

test("it never says what libphonenumber does not", () => {
  // A fixed walk over every region: the example with its tail changed, and numbers of other lengths.
  let state = 1;
  const next = (below: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
  let known = 0;
  for (const region of regions)
    for (let round = 0; round < 40; round++) {
      const example = exampleOf(region);
      const kept = example.slice(0, 3 + next(example.length - 2));
      const length = Math.max(0, example.length - kept.length + (next(4) === 0 ? next(5) - 2 : 0));
      const e164 = kept + Array.from({ length }, () => next(10)).join("");
      const plan = planOf(e164);
      if (plan === undefined) continue;
      known++;
      expect(plan, e164).toEqual(reference(e164));
    }
  expect(known).toBeGreaterThan(4_000);
});
