const SCHEMES = /^(https?|mailto|tel|sms):/i;
const ANY_SCHEME = /^[^/?#]*:/;
// A browser drops tabs and line ends inside an address and reads `\` as `/`, so either may hide a scheme or a host.
const HIDDEN = /[\s\p{Cc}\\]/u;

/**
 * The one gate of links in templates: answers `http:`, `https:`, `mailto:`, `tel:`, `sms:` and addresses on this host as they
 * are, and `#` for anything else (`javascript:`, `data:`, `//other.host`, control characters).
 */
export function safeUrl(address: unknown): string {
  if (typeof address !== 'string') return '#';
  const text = address.trim();
  if (text === '' || HIDDEN.test(text) || text.startsWith('//')) return '#';
  if (SCHEMES.test(text)) return text;
  return ANY_SCHEME.test(text) ? '#' : text;
}

/** A picture drawn by the server itself (a QR code), else as `safeUrl`. */
export function safeImageUrl(address: unknown): string {
  const isDrawn = typeof address === 'string' && /^data:image\/(png|svg\+xml);base64,[A-Za-z0-9+/=]+$/.test(address);
  return isDrawn ? address : safeUrl(address);
}
