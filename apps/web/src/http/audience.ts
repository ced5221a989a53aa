import { isReservedName } from '#libs/shops';

/** Who a host name speaks to: `portal` is the base domain, `gestion` the back office, `shop` a name below it. */
export type Audience = 'portal' | 'gestion' | 'shop';

/** What a Host header means. `any`: pages that every host has. `slug` is there for a shop. */
export type HostAddress =
  | { kind: 'portal' | 'gestion' }
  | { kind: 'shop'; slug: string }
  | { kind: 'reserved'; slug: string }
  | { kind: 'unknown' };

const BACK_OFFICE = 'gestion';
const LABEL = /^[a-z0-9-]{1,63}$/;

/** Host header to audience: the port is ignored, as are case and a trailing dot. */
export function hostAddress(header: string | undefined, baseDomain: string): HostAddress {
  const host = hostName(header);
  if (host === baseDomain) return { kind: 'portal' };
  if (!host.endsWith(`.${baseDomain}`)) return { kind: 'unknown' };
  const name = host.slice(0, -baseDomain.length - 1);
  if (name === BACK_OFFICE) return { kind: 'gestion' };
  if (!LABEL.test(name)) return { kind: 'unknown' };
  return isReservedName(name) ? { kind: 'reserved', slug: name } : { kind: 'shop', slug: name };
}

const hostName = (header = ''): string => header.toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '');
