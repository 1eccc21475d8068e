/** The words by which texts name a code. */
const named =
  /code|kode|kod\b|código|codice|код|otp|\bpin\b|password|passcode|verif|कोड|ओटीपी|पासवर्ड|رمز|验证码|驗證碼|認証|인증/iu;

/** WICG, "Origin-bound one-time codes" §3: the last line is `@host #code`. */
const bound = /^@\S+ #(\S{1,40})(?: @\S+)?\s*$/u;

/** Stands alone: no part of an order number, a sum, a time, an address or a hash. */
const alone = (shape: string): RegExp =>
  new RegExp(
    `(?<![\\p{L}\\p{M}\\p{N}+/@#$€£₹.,:_-]|[$€£₹] |Rs\\.? )(${shape})(?![\\p{L}\\p{N}+/@_-]|[.,:][\\p{N}])`,
    "u",
  );

/** Digits first, then digits among capitals, then capitals without a vowel: a word is none. */
const shapes = [
  alone("[0-9]{4,10}"),
  alone("[0-9]{3}[ -][0-9]{3}"),
  alone("(?=[A-Z]*[0-9])[0-9A-Z]{4,10}"),
  alone("[B-DF-HJ-NP-TV-XZ]{4,10}"),
];

/** The one-time code of a text: its last line tells it to browsers, else it stands alone in a text about codes. */
export const textCode = (text: string): string | undefined => {
  const told = bound.exec(text.trimEnd().split("\n").at(-1) ?? "")?.[1];
  if (told !== undefined) return told;
  if (!named.test(text)) return undefined;
  for (const shape of shapes) {
    const found = shape.exec(text)?.[1];
    if (found !== undefined) return found.replace(/[ -]/u, "");
  }
  return undefined;
};
