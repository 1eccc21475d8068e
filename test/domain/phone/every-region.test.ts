import examples from "libphonenumber-js/examples.mobile.json";
import { type CountryCode, getCountryCallingCode, parsePhoneNumberWithError } from "libphonenumber-js/max";
import { expect, test } from "vitest";
import { parsePhoneNumber } from "../../../src/domain/phone/phone-number.js";
import { isFullRun } from "../../support/property-runs.js";

const regions = Object.keys(examples) as CountryCode[];
const wanted = 33_050;

/** libphonenumber's own word for a number: E.164, country and type; `none` where nobody can have it. */
const reference = (e164: string): string => {
  try {
    const number = parsePhoneNumberWithError(e164, { extract: false });
    return number.isPossible() && number.isValid() ? `${number.number} ${number.country} ${number.getType()}` : "none";
  } catch {
    return "none";
  }
};

test.runIf(isFullRun)(
  "33,050 numbers of 245 regions are what libphonenumber says",
  () => {
    // A fixed walk: each region's example, with its last digits changed, and now and then a digit more or less.
    let state = 7;
    const next = (below: number): number => {
      state = (state * 48_271) % 2_147_483_647;
      return state % below;
    };
    let tried = 0;
    let valid = 0;
    let normalised = 0;
    while (tried < wanted) {
      const region = regions[tried % regions.length]!;
      const example = `+${getCountryCallingCode(region)}${examples[region]}`;
      const kept = example.slice(0, example.length - (tried < regions.length ? 0 : next(8)));
      const length = Math.max(0, example.length - kept.length + (next(10) === 0 ? next(3) - 1 : 0));
      const e164 = kept + Array.from({ length }, () => next(10)).join("");
      tried++;
      const number = parsePhoneNumber(e164);
      if (typeof number !== "string" && number.normalised !== undefined) {
        // An old form: what it is read as is a number by libphonenumber too, and gets texts.
        normalised++;
        expect(reference(number.e164), e164).toMatch(/MOBILE$/);
        expect(reference(e164), e164).not.toMatch(/MOBILE$/);
        continue;
      }
      const said = typeof number === "string" ? "none" : `${number.e164} ${number.country} ${number.type}`;
      expect(said, e164).toBe(reference(e164));
      if (said !== "none") valid++;
    }
    expect(regions).toHaveLength(245);
    expect(tried).toBe(wanted);
    expect(valid).toBeGreaterThan(20_000);
    expect(normalised).toBeLessThan(300);
  },
  120_000,
);
