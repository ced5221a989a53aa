import { BadUrlError, OutboundBlockedError } from './outbound.errors.js';

const MAX_LENGTH = 2048;

/** Where a request may go: `allow` holds `host:port` entries that may be private, `ports` what everybody else is bound to. */
export interface OutboundRules {
  allow: ReadonlySet<string>;
  ports: ReadonlySet<number>;
}

/** @throws BadUrlError, OutboundBlockedError (`port`, `downgrade`) */
export function checkedUrl(text: string | URL, rules: OutboundRules, from?: URL): URL {
  if (String(text).length > MAX_LENGTH) throw new BadUrlError({ reason: 'length' });
  if (!URL.canParse(String(text), from?.href)) throw new BadUrlError({ reason: 'syntax' });
  const url = new URL(text, from?.href);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new BadUrlError({ reason: 'scheme' });
  if (url.username || url.password) throw new BadUrlError({ reason: 'credentials' });
  url.hash = '';
  if (from?.protocol === 'https:' && url.protocol === 'http:') {
    throw new OutboundBlockedError({ host: url.hostname, reason: 'downgrade' });
  }
  if (!rules.allow.has(authority(url.hostname, portOf(url))) && !rules.ports.has(portOf(url))) {
    throw new OutboundBlockedError({ host: url.hostname, reason: 'port' });
  }
  return url;
}

/** `host:port` as the allow list writes it; an IPv6 address stands in brackets. */
export function authority(hostname: string, port: number): string {
  return `${hostname.toLowerCase()}:${port}`;
}

function portOf(url: URL): number {
  return Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
}
