import { createHmac } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 10;
const CODE = /^[0-9A-HJKMNP-TV-Z]{10}$/;

/** The code on the owner's letter: 10 Crockford base32 characters (50 bits), the same for the same shop, nonce and secret. */
export function claimCode(appSecret: string, shopId: string, nonce: string): string {
  const digest = createHmac('sha256', appSecret).update(`claim:${shopId}:${nonce}`).digest();
  return [...digest.subarray(0, LENGTH)].map((byte) => ALPHABET.charAt(byte & 31)).join('');
}

/** What is kept of a code: useless without the application secret. */
export const claimCodeHash = (appSecret: string, code: string): string =>
  createHmac('sha256', appSecret).update(`claim-hash:${code}`).digest('hex');

/** As people type it: small letters, groups, O for 0, I and L for 1. Null when it cannot be a code. */
export function normalizeClaimCode(typed: string): string | null {
  const code = typed
    .toUpperCase()
    .replace(/[\s.\u00a0\u202f–-]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  return CODE.test(code) ? code : null;
}

/** `K7QZ9-3M0TX`, as it is printed. */
export const formatClaimCode = (code: string): string => `${code.slice(0, 5)}-${code.slice(5)}`;

/** Of the link by which whoever is named has the page removed; 128 bits. */
export const withdrawalToken = (appSecret: string, shopId: string): string =>
  createHmac('sha256', appSecret).update(`withdraw:${shopId}`).digest('base64url').slice(0, 22);
