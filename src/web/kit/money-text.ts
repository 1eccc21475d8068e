/** `$0.00645` of 6450 micro-dollars: exact, at least two decimals. */
export const moneyText = (micros: number): string => {
  const digits = String(Math.abs(micros)).padStart(7, "0");
  const decimals = digits.slice(-6).replace(/0{1,4}$/u, "");
  const whole = digits.slice(0, -6).replace(/\B(?=(?:\d{3})+$)/gu, ",");
  return `${micros < 0 ? "−" : ""}$${whole}.${decimals}`;
};
