import { lookup as systemLookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { callbackify } from 'node:util';
import { buildConnector } from 'undici';
import { authority } from './outbound-url.js';
import { isPublicAddress } from './public-address.js';

export interface ResolvedAddress {
  address: string;
  family: number;
}
/** All addresses of a name; rejects when there are none. */
export type ResolveName = (hostname: string) => Promise<ResolvedAddress[]>;

/** Thrown inside the connection; the client makes an `OutboundBlockedError` of it. */
export class BlockedAddress extends Error {}

export const resolveBySystem: ResolveName = async (hostname) => {
  // Names below `localhost` mean this machine (RFC 6761), also where the resolver does not know them.
  if (hostname === 'localhost' || hostname.endsWith('.localhost')) return [{ address: '127.0.0.1', family: 4 }];
  return systemLookup(hostname, { all: true });
};

/**
 * Connects only to public addresses, except for the `host:port` entries of `allow`. Checked thrice: an address written
 * in the URL (no name look-up happens for it), every address a name resolves to, and the one that was reached.
 */
export function guardedConnector(allow: ReadonlySet<string>, resolveName: ResolveName): buildConnector.connector {
  const open = connectorTo(resolveName, false);
  const guarded = connectorTo(resolveName, true);
  return (options, callback) => {
    const host = options.hostname;
    const port = Number(options.port) || (options.protocol === 'https:' ? 443 : 80);
    if (allow.has(authority(host, port))) return open(options, callback);
    const literal = host.replace(/^\[|\]$/g, '');
    if (isIP(literal) && !isPublicAddress(literal)) return callback(new BlockedAddress(), null);
    return guarded(options, (...[error, socket]) => {
      if (error) return callback(error, null);
      if (isPublicAddress(socket.remoteAddress ?? '')) return callback(null, socket);
      socket.destroy();
      return callback(new BlockedAddress(), null);
    });
  };
}

function connectorTo(resolveName: ResolveName, publicOnly: boolean): buildConnector.connector {
  const lookup: LookupFunction = (hostname, options, callback) => {
    const settle = callbackify(() => allowedAddresses(hostname.replace(/\.$/, ''), resolveName, publicOnly));
    settle((error, found) => {
      if (error) callback(error, '', 0);
      else if (options.all) callback(null, found);
      else callback(null, found[0]!.address, found[0]!.family);
    });
  };
  return buildConnector({ lookup, timeout: 5000, maxCachedSessions: 0 });
}

/** One private address among public ones is reason enough to go nowhere. */
async function allowedAddresses(
  host: string,
  resolveName: ResolveName,
  publicOnly: boolean,
): Promise<ResolvedAddress[]> {
  const found = await resolveName(host);
  if (found.length === 0) throw Object.assign(new Error(`No address for ${host}`), { code: 'ENOTFOUND' });
  if (publicOnly && !found.every(({ address }) => isPublicAddress(address))) throw new BlockedAddress();
  return found;
}
