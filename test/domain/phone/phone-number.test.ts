import { inspect } from "node:util";
import fc from "fast-check";
import examples from "libphonenumber-js/examples.mobile.json";
import { type CountryCode, getCountryCallingCode, parsePhoneNumberWithError } from "libphonenumber-js/max";
import { describe, expect, test } from "vitest";
import { masked, parsePhoneNumber, type ValidNumber } from "../../../src/domain/phone/phone-number.js";
import { runs } from "../../support/property-runs.js";

/** What a number comes to: `+919876543210 IN MOBILE`, or its fault. */
const read = (input: string, country?: string): string => {
  const number = parsePhoneNumber(input, country);
  return typeof number === "string" ? number : `${number.e164} ${number.country} ${number.type}`;
};

describe("every way to write one number is that number", () => {
  test.each([
    ["E.164", "+919876543210"],
    ["spaces and a hyphen", "+91 98765-43210"],
    ["a national trunk zero", "098765 43210"],
    ["the country code without +", "919876543210"],
    ["the national number alone", "9876543210"],
    ["00 for +", "00919876543210"],
    ["00, spaces and a trunk zero", "00 91 (0)98765 43210"],
    ["parentheses and dots", "+91 (98765) 43.210"],
    ["brackets and slashes", "[+91] 98765/43210"],
    ["the dashes of word processors", "+91–98765—43210"],
    ["a minus sign", "98765\u221243210"],
    ["a tab and a no-break space", "\t98765\u00a043210 "],
    ["lines around it", "\n+919876543210\r\n"],
    ["direction marks of a copied contact", "\u202a+91 98765 43210\u202c"],
    ["right-to-left marks inside", "+91\u200f98765\u200f43210"],
    ["a zero-width space and a byte order mark", "\ufeff98765\u200b43210"],
    ["fullwidth digits and plus", "＋９１９８７６５４３２１０"],
    ["fullwidth punctuation", "（９８７６５）４３２１０"],
    ["Devanagari digits", "९८७६५४३२१०"],
    ["Arabic-Indic digits", "٩٨٧٦٥٤٣٢١٠"],
    ["Eastern Arabic digits", "۹۸۷۶۵۴۳۲۱۰"],
    ["mathematical digits, whose sets adjoin", "𝟵𝟴𝟳𝟲𝟱𝟰𝟯𝟮𝟭𝟬"],
  ])("%s", (_, input) => expect(read(input)).toBe("+919876543210 IN MOBILE"));
});

describe("what is refused, and with which word", () => {
  test.each([
    ["nothing", "", "empty"],
    ["blanks", "  ", "empty"],
    ["a sign alone", "+", "empty"],
    ["invisible marks alone", "\u200f\u202a", "empty"],
    ["a word", "hello", "letters"],
    ["letters among digits", "98765ABCDE", "letters"],
    ["a vanity number", "1800 FLOWERS", "letters"],
    ["a link to nothing", "tel:", "empty"],
    ["a link with an extension", "tel:+919876543210;ext=7", "extension"],
    ["a link of another kind", "mailto:+919876543210", "letters"],
    ["a link to two numbers", "sms:+919876543210,+919876543211", "extension"],
    ["an extension", "+91 9876543210 ext 5", "extension"],
    ["an extension of one letter", "98765 43210 x5", "extension"],
    ["an extension as RFC 3966 has it", "+919876543210;ext=7", "extension"],
    ["an extension spelled out", "98765 43210 - extension: 55", "extension"],
    ["an extension of three digits", "98765 43210 x555", "extension"],
    ["an extension misspelled", "98765 43210 xt 5", "extension"],
    ["letters behind an extension", "98765 43210 x5 abc", "letters"],
    ["what looks like an extension of too short a number", "12x345", "letters"],
    ["an extension in Spanish", "98765 43210 extensión 5", "extension"],
    ["an extension in Russian", "98765 43210 доб. 5", "extension"],
    ["an extension in Portuguese", "98765 43210 anexo 5", "extension"],
    ["digits dialled after a pause", "98765 43210,,5", "extension"],
    ["digits dialled after a hash, with its own", "98765 43210 #5#", "extension"],
    ["a short code", "56767", "short-code"],
    ["an emergency number", "112", "short-code"],
    ["six digits, the longest short code", "567678", "short-code"],
    ["seven digits are no short code", "5676789", "impossible"],
    ["two zeros", "00", "short-code"],
    ["more digits than E.164 has", "+9198765432101234567", "too-long"],
    ["more digits than its country has", "+3312345678901", "too-long"],
    ["two numbers", "9876543210 / 9876543211", "too-long"],
    ["10 kB", "9".repeat(10_240), "too-long"],
    ["65 characters", `9876543210${" ".repeat(55)}`, "too-long"],
    ["a country code alone", "+91", "impossible"],
    ["a country code that nobody has", "+999 1234 5678", "impossible"],
    ["a country code of zero", "+0 98765 43210", "impossible"],
    ["too few digits for its country", "+91 12345", "impossible"],
    ["no subscriber has it", "+915999999999", "invalid"],
    ["a line break inside", "98765\n43210", "invalid"],
    ["a control character inside", "98765\u000043210", "invalid"],
    ["an underscore", "98765_43210", "invalid"],
    ["a service code", "*121#", "invalid"],
    ["a plus behind the start", "91+9876543210", "invalid"],
  ])("%s", (_, input, fault) => expect(read(input)).toBe(fault));

  test("64 characters can be a number", () =>
    expect(read(`9876543210${" ".repeat(54)}`)).toBe("+919876543210 IN MOBILE"));
});

describe("the default country", () => {
  test.each([
    ["its trunk prefix", "07400 123456", "GB", "+447400123456 GB MOBILE"],
    ["its country code", "447400123456", "GB", "+447400123456 GB MOBILE"],
    ["its plan's other country", "07797 712345", "GB", "+447797712345 JE MOBILE"],
    ["a country code that could be a long landline's start", "4915123456789", "DE", "+4915123456789 DE MOBILE"],
    ["a landline stays one", "030 123456", "DE", "+4930123456 DE FIXED_LINE"],
    ["six digits can be a subscriber's number", "312345", "AD", "+376312345 AD MOBILE"],
    ["another country's digits are not guessed", "447400123456", "IN", "invalid"],
    ["a fullwidth plus overrides it", "＋４４ 7400 123456", "IN", "+447400123456 GB MOBILE"],
    ["+ overrides it", "+44 7400 123456", "IN", "+447400123456 GB MOBILE"],
    ["its international prefix, where it is longer than 00", "0011 44 7400 123456", "AU", "+447400123456 GB MOBILE"],
    ["one of several", "00700 44 7400 123456", "KR", "+447400123456 GB MOBILE"],
    ["three zeros", "000 44 7400 123456", "KE", "+447400123456 GB MOBILE"],
    ["none but 00, elsewhere", "0011 44 7400 123456", "IN", "too-long"],
    ["00 is +, where that is a number", "00 44 7400 123456", "AU", "+447400123456 GB MOBILE"],
    ["no such country, but + says which", "+44 7400 123456", "XX", "+447400123456 GB MOBILE"],
    ["no such country", "7400123456", "XX", "impossible"],
    ["numbers of no country have none", "+800 1234 5678", "IN", "+80012345678 undefined TOLL_FREE"],
  ])("%s", (_, input, country, expected) => expect(read(input, country)).toBe(expected));
});

/** What a number comes to, and what was changed for it. */
const normalised = (input: string, country?: string): string => {
  const number = parsePhoneNumber(input, country);
  return typeof number === "string" ? number : `${number.e164} ${number.type}: ${number.normalised ?? "as it is"}`;
};

describe("forms that are no number any more, or wrap one, are understood where one reading gets texts", () => {
  const mexico = "+525512345678 FIXED_LINE_OR_MOBILE: Mexico's old prefix of mobile numbers left out";
  const argentina = "+5491123456789 MOBILE: the 9 of Argentine mobile numbers added";
  const india = "+919876543210 MOBILE";
  test.each([
    ["Mexico's 1 behind +52", "+5215512345678", "IN", mexico],
    ["the same with 00 and blanks", "00 52 1 55 1234 5678", "IN", mexico],
    ["the same without +", "5215512345678", "MX", mexico],
    ["044, as it was dialled at home", "044 55 1234 5678", "MX", mexico],
    ["045, from another city", "0455512345678", "MX", mexico],
    ["01, from another city to a landline", "01 55 1234 5678", "MX", mexico],
    ["044 behind +52", "+52 044 55 1234 5678", "IN", mexico],
    ["Mexico's number of today", "+525512345678", "IN", "+525512345678 FIXED_LINE_OR_MOBILE: as it is"],
    ["044 elsewhere", "0445512345678", "IN", "invalid"],
    ["Argentina without the 9", "+54 11 2345 6789", "IN", argentina],
    ["the same at home", "011 2345 6789", "AR", argentina],
    ["the same, bare", "1123456789", "AR", argentina],
    ["Argentina with the 9", "+54 9 11 2345 6789", "IN", "+5491123456789 MOBILE: as it is"],
    ["15, as it is dialled at home", "011 15 2345 6789", "AR", "+5491123456789 MOBILE: as it is"],
    ["15 without an area, of which there are many", "15 2345 6789", "AR", "invalid"],
    ["a zero before the country code", "0919876543210", "IN", `${india}: the 0 before the country code left out`],
    ["the same in Britain", "0447400123456", "GB", "+447400123456 MOBILE: the 0 before the country code left out"],
    [
      "the same, of its plan's other country",
      "0447797712345",
      "GB",
      "+447797712345 MOBILE: the 0 before the country code left out",
    ],
    ["a zero before another country's code", "0447400123456", "IN", "invalid"],
    ["a landline behind it gets no texts", "0912226543210", "IN", "invalid"],
    ["tel:", "tel:+91-98765-43210", "IN", `${india}: tel: left out`],
    ["TEL:// with a percent sign", "TEL://%2B919876543210", "IN", `${india}: tel: left out`],
    ["tel: with a context", "tel:98765-43210;phone-context=+91", "US", `${india}: tel: left out`],
    ["whatsapp:", "whatsapp:+919876543210", "IN", `${india}: whatsapp: left out`],
    ["sms: with a body", "sms:+919876543210?body=Hi%20there, 5 of you", "IN", `${india}: sms: left out`],
    ["smsto: and national digits", "smsto:98765 43210", "IN", `${india}: smsto: left out`],
    ["a link to an old form", "whatsapp:+5215512345678", "IN", mexico.replace(": ", ": whatsapp: left out, ")],
  ])("%s", (_, input, country, expected) => expect(normalised(input, country)).toBe(expected));
});

const regions = Object.keys(examples) as CountryCode[];

describe("the example numbers of all 245 regions", () => {
  test("there are 245", () => expect(regions).toHaveLength(245));

  test.each(regions)("%s", (region) => {
    const code = getCountryCallingCode(region);
    const national = examples[region];
    // Where regions share a plan, the country is libphonenumber's.
    const number = parsePhoneNumberWithError(national, region);
    const expected = `+${code}${national} ${number.country} ${number.getType()}`;
    expect(read(`+${code}${national}`)).toBe(expected);
    expect(read(`00${code}${national}`)).toBe(expected);
    expect(read(number.formatInternational())).toBe(expected);
    expect(read(number.formatNational(), region)).toBe(expected);
    expect(read(national, region)).toBe(expected);
    if (number.country === region) expect(read(`${code}${national}`, region)).toBe(expected);
  });
});

describe("what holds for every input", () => {
  /** libphonenumber itself, without the compiled plans. */
  const reference = (e164: string): string | undefined => {
    try {
      const number = parsePhoneNumberWithError(e164, { extract: false });
      if (!number.isPossible() || !number.isValid()) return undefined;
      return `${number.number} ${number.country} ${number.getType()}`;
    } catch {
      return undefined;
    }
  };
  const digits = (min: number, max: number) =>
    fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: min, maxLength: max });
  /** An example number whose tail is anything: often valid, of every type. */
  const likely = fc
    .tuple(fc.constantFrom(...regions), fc.nat(9), digits(0, 9))
    .map(([region, kept, tail]) => `+${getCountryCallingCode(region)}${examples[region].slice(0, kept)}${tail}`);
  const any = fc.oneof(
    { weight: 4, arbitrary: likely },
    { weight: 1, arbitrary: digits(4, 16).map((all) => `+${all}`) },
  );

  test("E.164 comes out as libphonenumber has it", () => {
    fc.assert(
      fc.property(any, (e164) => {
        const number = parsePhoneNumber(e164);
        if (typeof number !== "string" && number.normalised !== undefined) {
          expect(reference(e164) ?? "").not.toMatch(/MOBILE/);
          return;
        }
        expect(typeof number === "string" ? undefined : `${number.e164} ${number.country} ${number.type}`).toBe(
          reference(e164),
        );
      }),
      { numRuns: runs(30_000) },
    );
  }, 120_000);

  test("a number is read again as itself", () => {
    fc.assert(
      fc.property(likely, (input) => {
        const number = parsePhoneNumber(input);
        if (typeof number !== "string") expect(read(number.e164)).toBe(read(input));
      }),
      { numRuns: runs(5_000) },
    );
  }, 60_000);

  test("none of 100,000 strings throws or hangs", () => {
    const unit = fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(..."0123456789+") },
      { weight: 2, arbitrary: fc.constantFrom(..." -.()/#*x;,\u0000\t\n\u200f\u202e\u2066\u061c\ufeff") },
      { weight: 2, arbitrary: fc.constantFrom(..."०९٠٩۰۹０９୦𝟎𝟿߀႐") },
      { weight: 1, arbitrary: fc.string({ unit: "binary", minLength: 1, maxLength: 1 }) },
      { weight: 1, arbitrary: fc.constantFrom("ext", "\ud800", "\udc00", "é", "доб", ";ext=") },
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 30 }), fc.constantFrom(...regions), (input, region) => {
        parsePhoneNumber(input, region);
      }),
      { numRuns: runs(100_000) },
    );
  }, 240_000);

  test.each(["9", " ", "+", "\u202e", "०", "x1", ",", "(", "9#"])("10 kB of %j is too long", (unit) =>
    expect(read(unit.repeat(10_240 / unit.length))).toBe("too-long"),
  );
});

describe("a number shows itself masked", () => {
  const number = parsePhoneNumber("+919876543210");
  test.each([
    ["in a template string", `${number}`],
    ["as JSON", JSON.parse(JSON.stringify({ number })).number],
    ["on the console", inspect(number)],
    ["inside what the console prints", inspect([number]).slice(2, -2)],
  ])("%s", (_, shown) => expect(shown).toBe("+9198••••3210"));

  test("a copy of its fields lacks it", () => expect({ ...(number as ValidNumber) }).not.toHaveProperty("e164"));
  test("by name it is whole", () => expect((number as ValidNumber).e164).toBe("+919876543210"));

  test.each([
    ["of 13 characters", "+919876543210", "+9198••••3210"],
    ["of 12, still hiding four", "+12133734253", "+121••••4253"],
    ["of 9, hiding four", "+29051234", "+••••1234"],
    ["of 8, hiding all", "+3761234", "••••••••"],
    ["of 16 digits", "+491512345678901", "+4915••••8901"],
  ])("a text %s", (_, text, shown) => expect(masked(text)).toBe(shown));
});
