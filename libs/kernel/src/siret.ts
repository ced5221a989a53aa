const LA_POSTE = '356000000';

/**
 * A SIRET is 14 digits with a Luhn check; the establishments of La Poste (SIREN 356 000 000) instead have a digit sum
 * that is a multiple of 5. Source: INSEE, description of the SIRENE files.
 */
export function isSiret(text: string): boolean {
  if (!/^\d{14}$/.test(text) || /^0+$/.test(text)) return false;
  if (luhn(text)) return true;
  return text.startsWith(LA_POSTE) && digits(text).reduce((a, b) => a + b, 0) % 5 === 0;
}

/** Digits only: people paste `123 456 789 00012`. */
export const normalizeSiret = (text: string): string => text.replace(/[\s.\u00a0\u202f-]/g, '');

/** `732 829 320 00074`, as it is written on letters. */
export const formatSiret = (siret: string): string => siret.replace(/^(\d{3})(\d{3})(\d{3})(\d{5})$/, '$1 $2 $3 $4');

const digits = (text: string): number[] => text.split('').map(Number);

function luhn(text: string): boolean {
  const sum = digits(text)
    .toReversed()
    .map((digit, i) => (i % 2 ? (digit * 2 > 9 ? digit * 2 - 9 : digit * 2) : digit))
    .reduce((a, b) => a + b, 0);
  return sum % 10 === 0;
}
