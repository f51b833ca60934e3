/**
 * Whether a text holds what may be the number of a payment card: 13 to 19 digits, spaced or not,
 * whose Luhn sum is right.
 *
 * @example holdsCardNumber("4111 1111 1111 1111"); // true
 */
export function holdsCardNumber(text: string): boolean {
  return (text.match(/\d(?:[ .-]?\d){12,}/g) ?? []).some((run) => {
    const digits = run.replace(/\D/g, "");
    // More digits than a card has may hide one anywhere; no field of interest is that long.
    if (digits.length > 19) return true;
    let sum = 0;
    for (let place = 0; place < digits.length; place += 1) {
      let digit = Number(digits[digits.length - 1 - place]);
      if (place % 2) digit = digit > 4 ? digit * 2 - 9 : digit * 2;
      sum += digit;
    }
    return sum % 10 === 0;
  });
}
