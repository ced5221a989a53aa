import type { FastifyInstance } from 'fastify';
import { ForeignOriginError } from './http.errors.js';
import type { Request } from './site-request.js';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Shops of one domain are the same site to a browser, so SameSite cookies protect none from its neighbour: whatever
 * changes something must come from its own host. Programs with a bearer token carry no cookie and may come from anywhere.
 */
export function refuseForeignOrigins(instance: FastifyInstance): void {
  instance.addHook('onRequest', (request, _reply, done) => {
    done(SAFE.has(request.method) || isOwn(request) ? undefined : new ForeignOriginError());
  });
}

function isOwn(request: Request): boolean {
  const { host, origin, referer, cookie, authorization } = request.headers;
  if (request.site.isApi && /^bearer /i.test(authorization ?? '')) return true;
  const from = origin ?? referer;
  if (from !== undefined) return URL.canParse(from) && new URL(from).host === host?.toLowerCase();
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  return cookie === undefined;
}
