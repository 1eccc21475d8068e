/** A number as JavaScript writes it: `549.5`, `1e+21`, `5e-7`. */
const written = /^(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/;

/** Rounding dust of sums of binary fractions (0.1 + 0.2), in millionths of a minor unit: nobody meant it. */
const dustDecimals = 6;

/**
 * A number of 0 or more with exactly `decimals` decimals, by its own decimal text and not by binary arithmetic: `549.5`
 * is `549.50`. undefined: it has more decimals than that, so that any shorter text would state another amount.
 */
export const exactAmount = (amount: number, decimals: number): string | undefined => {
  const [, whole, fraction = "", exponent = "0"] = written.exec(String(amount)) ?? [];
  if (whole === undefined) return undefined;
  // The amount is digits / 10^scale.
  const scale = Math.max(fraction.length - Number(exponent), 0);
  const digits = BigInt(whole + fraction) * 10n ** BigInt(Math.max(Number(exponent) - fraction.length, 0));
  const minor = digits * 10n ** BigInt(decimals);
  const unit = 10n ** BigInt(scale);
  const rounded = (minor + unit / 2n) / unit;
  const off = minor - rounded * unit;
  if ((off < 0n ? -off : off) * 10n ** BigInt(dustDecimals) >= unit) return undefined;
  const text = String(rounded).padStart(decimals + 1, "0");
  return decimals === 0 ? text : `${text.slice(0, -decimals)}.${text.slice(-decimals)}`;
};
