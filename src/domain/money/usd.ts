/** `12.34`, `0.00645`: micro-USD in dollars, cents at least. */
export const usd = (micros: number): string => {
  const size = Math.abs(micros);
  const fraction = String(size % 1_000_000)
    .padStart(6, "0")
    .replace(/0{1,4}$/u, "");
  return `${micros < 0 ? "-" : ""}${Math.floor(size / 1_000_000)}.${fraction}`;
};
