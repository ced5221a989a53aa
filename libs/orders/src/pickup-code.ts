import { randomInt } from 'node:crypto';

/** Base 32 of Crockford: no I, L, O or U. Source: crockford.com/base32.html */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Eight characters, 40 random bits. */
export const newPickupCode = (): string => Array.from({ length: 8 }, () => ALPHABET[randomInt(32)]).join('');

/** What a person typed or read out, as it is stored: `7k4p-o1xl` is `7K4P01X1`. */
export const normalizedCode = (text: string): string =>
  text
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');

/** `7K4P 01X1`, easier to read out. */
export const readableCode = (code: string): string => code.replace(/^(.{4})/, '$1\u00a0');
