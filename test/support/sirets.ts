import { isSiret } from '#libs/kernel';

/** The n-th invented SIRET that checks. */
export function siretOf(n: number): string {
  const start = `9${String(n).padStart(8, '0')}0000`;
  return Array.from('0123456789', (digit) => start + digit).find(isSiret) ?? '';
}
