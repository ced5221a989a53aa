const SLUG = /^[a-z0-9](?:[a-z0-9-]{1,38}[a-z0-9])$/;

/** A shop's address: 3 to 40 of a-z, 0-9 and hyphen, never punycode. */
export const isSlug = (text: string): boolean => SLUG.test(text) && !text.startsWith('xn--') && !text.includes('--');

/** Words of any French text as lower-case ASCII joined by hyphens: « L'Œuf à la coque » becomes `l-oeuf-a-la-coque`. */
export function slugify(text: string, maxLength = 40): string {
  const ascii = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[œŒ]/g, 'oe')
    .replace(/[æÆ]/g, 'ae')
    .replace(/ß/g, 'ss')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  if (ascii.length <= maxLength) return ascii;
  const cut = ascii.slice(0, maxLength + 1);
  const lastWord = cut.lastIndexOf('-');
  return cut.slice(0, lastWord > maxLength / 2 ? lastWord : maxLength).replace(/-+$/, '');
}
