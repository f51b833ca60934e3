/** Annual rate of the house, in percent. `site.js` reads it from the calculator's form. */
export const annualPercent = 4.9;

/** Monthly payment of an annuity. */
export function monthlyRate(amount: number, months: number): number {
  const monthly = annualPercent / 1200;
  return (amount * monthly) / (1 - (1 + monthly) ** -months);
}
