import type { Settings } from './settings.js';

type Address = Pick<Settings, 'baseDomain' | 'publicScheme' | 'publicPort'>;

/** `http://fleurs-martin.localhost:8080`, without a trailing slash; no name means the portal. */
export function publicOrigin(settings: Address, name?: string): string {
  const host = name ? `${name}.${settings.baseDomain}` : settings.baseDomain;
  return `${settings.publicScheme}://${host}${settings.publicPort === null ? '' : `:${settings.publicPort}`}`;
}
