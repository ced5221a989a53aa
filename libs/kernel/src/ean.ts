/** A GTIN of 8, 12, 13 or 14 digits whose last digit checks (GS1 General Specifications, 7.9). */
export function isEan(text: string): boolean {
  if (!/^(\d{8}|\d{12,14})$/.test(text)) return false;
  const digits = text.split('').map(Number).toReversed();
  const sum = digits.reduce((total, digit, i) => total + (i === 0 ? 0 : digit * (i % 2 ? 3 : 1)), 0);
  return (10 - (sum % 10)) % 10 === digits[0];
}
