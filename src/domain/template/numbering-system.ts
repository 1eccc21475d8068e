import { boundedMemo } from "../bounded-memo.js";

/**
 * Digits that people write in texts of their language, where they are not ASCII's: Unicode CLDR 44, default numbering
 * systems, by maximised language and region. Kept here, as the set that comes with Node changes.
 */
const native: Readonly<Record<string, string>> = {
  as: "beng",
  bn: "beng",
  ckb: "arab",
  dz: "tibt",
  fa: "arabext",
  ks: "arabext",
  lrc: "arabext",
  mni: "beng",
  mr: "deva",
  my: "mymr",
  mzn: "arabext",
  ne: "deva",
  ps: "arabext",
  sa: "deva",
  sat: "olck",
  sd: "arab",
  "ur-IN": "arabext",
  "uz-Arab": "arabext",
};

/** Arabic is written with ASCII's digits in the Maghreb and in the Emirates, with its own elsewhere. */
const arabicWithAscii = new Set(["AE", "DZ", "EH", "LY", "MA", "TN"]);

/**
 * The numbering system of a locale's texts. A language written in Latin letters has ASCII's digits, whatever its tag
 * asks for: others would cost the text its alphabet. Elsewhere `-u-nu-` decides, then local custom.
 */
export const numberingSystem = boundedMemo(256, (tag): string => {
  const locale = new Intl.Locale(tag).maximize();
  const { language, region = "", script } = locale;
  if (script === "Latn") return "latn";
  if (locale.numberingSystem !== undefined) return locale.numberingSystem;
  if (language === "ar") return arabicWithAscii.has(region) ? "latn" : "arab";
  return native[`${language}-${region}`] ?? native[`${language}-${script}`] ?? native[language] ?? "latn";
});
