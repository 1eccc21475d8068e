/**
 * Characters that word processors, phones and formatters write, and their GSM-7 equivalents. Only typography: letters
 * keep their accents, because `papá` is not `papa`; digits and fractions stay, because `1½` is not `11/2`.
 */
const groups: readonly (readonly [gsm: string, written: string])[] = [
  ["'", "‘’‚‛‹›`´ʹʻʼʽˈˊˋ′‵❛❜"],
  ['"', "“”„‟«»ʺˮ″‶❝❞〝〞"],
  ["-", "\u2010\u2011\u2012–—―−⁃﹘﹣•‣"],
  ["/", "⁄∕"],
  ["*", "∗＊★☆"],
  ["!!", "‼"],
  ["...", "…"],
  ["->", "→"],
  ["x", "×"],
  ["|", "¦"],
  ["TM", "™"],
  ["(R)", "®"],
  ["(C)", "©"],
  ["No.", "№"],
  ["Rs.", "₹₨"],
  ["ff", "ﬀ"],
  ["fi", "ﬁ"],
  ["fl", "ﬂ"],
  // Unicode category Zs, the tab, and the line and paragraph separators.
  [" ", "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"],
  ["\n", "\u0085\u2028\u2029"],
  // Nothing to see: soft hyphen, zero-width space, word joiner, byte order mark; direction marks, in a text without
  // right-to-left letters.
  ["", "\u00ad\u200b\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"],
];

/** By code point: the GSM-7 text that says the same. */
export const gsmReplacements: ReadonlyMap<string, string> = new Map([
  ...groups.flatMap(([gsm, written]) => [...written].map((character) => [character, gsm] as const)),
  // Unicode block FF00: fullwidth ASCII, digits apart.
  ...Array.from({ length: 0x5e }, (_, index) => index + 0x21)
    .filter((ascii) => ascii < 0x30 || ascii > 0x39)
    .map((ascii) => [String.fromCharCode(ascii + 0xfee0), ascii === 0x60 ? "'" : String.fromCharCode(ascii)] as const),
]);
