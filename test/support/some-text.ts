import fc from "fast-check";

/** The characters that rules are about, and anything else: GSM-7, escapes, scripts, clusters, halves of pairs. */
const units = [
  ..."abc XYZ 0123456789 .,:;-/'\"",
  ..."^{}\\[~]|€\f\r\n",
  ..."éñçáòÅΔ",
  ..."’“”…–—•™\u00a0\u202f\t`",
  ..."яжй",
  "e\u0301",
  "\u0301",
  "\u200d",
  ..."कषज\u094d\u093cिी",
  "क\u094dष",
  "क़",
  ..."漢字かな한글\u1112\u1161\u11ab",
  ..."😊🍕👍🏽",
  "👨‍👩‍👧‍👦",
  "🇮🇳",
  "\ud83c",
  "\udc00",
  "\u0600",
];

const unit = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...units) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", minLength: 1, maxLength: 1 }) },
);
const gsm = fc.constantFrom(...units.filter((text) => /^[ -_a-z{-~€éñòÅΔ\r\n\f]+$/.test(text)));

/** Texts of up to `maxLength` pieces; every third is GSM-7 alone. */
export const someText = (maxLength: number): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 2, arbitrary: fc.string({ unit, maxLength, size: "max" }) },
    { weight: 1, arbitrary: fc.string({ unit: gsm, maxLength, size: "max" }) },
  );
