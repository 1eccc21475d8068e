/** JSON's grammar of a number (RFC 8259 §6), and the variants of some serialisers: `.5`, `5.`. */
const decimal = /^(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,3}))?$/u;

/** A thousand dollars: no text costs as much, so a greater amount is no price. */
const mostMicros = 1_000_000_000n;

const places = 6;

/**
 * Micro-USD of a price in dollars, from its decimal text: a float would make 0.00645 × 3 of it 0.019350000000000003. Half a
 * micro counts as one. Undefined where it is no price.
 */
export const decimalMicros = (text: string): number | undefined => {
  const [, whole = "", fraction = "", exponent = "0"] = decimal.exec(text) ?? [];
  const digits = `${whole}${fraction}`;
  if (digits === "" || digits.length > 64) return undefined;
  const shift = places - fraction.length + Number(exponent);
  if (shift > places * 10) return undefined;
  const all = BigInt(digits);
  const divisor = shift < 0 ? 10n ** BigInt(-shift) : 1n;
  const micros = shift < 0 ? (all + divisor / 2n) / divisor : all * 10n ** BigInt(shift);
  return micros > mostMicros ? undefined : Number(micros);
};
