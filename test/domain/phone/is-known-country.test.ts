import { getCountries } from "libphonenumber-js/max";
import { expect, test } from "vitest";
import { isKnownCountry } from "../../../src/domain/phone/is-known-country.js";

const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
const codes = letters.flatMap((first) => letters.map((second) => first + second));

test("the countries are those that libphonenumber has plans of", () => {
  expect(codes.filter(isKnownCountry)).toEqual(getCountries().sort());
});

test.each(["", "in", "IND", "I", "XX", "001"])("%j is none", (code) => expect(isKnownCountry(code)).toBe(false));
