import ipaddr from 'ipaddr.js';

const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');
/** Reserved blocks that the library counts as ordinary addresses. */
const EXTRA_V4 = ['192.88.99.0/24', '198.18.0.0/15'].map((block) => ipaddr.IPv4.parseCIDR(block));

/**
 * Whether a textual IP address is one of the public internet. Everything that is or that embeds something else is
 * not: loopback, private, link-local, carrier-grade NAT, mapped, NAT64, 6to4, Teredo, documentation, multicast.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address) || address.includes('%')) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  if (parsed instanceof ipaddr.IPv6) return parsed.match(GLOBAL_UNICAST);
  return !EXTRA_V4.some((block) => parsed.match(block));
}
