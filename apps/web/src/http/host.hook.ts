import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { Clock } from '#libs/kernel';
import { publicOrigin, type Settings } from '#libs/platform';
import type { ShopDirectory } from '#libs/shops';
import { type HostAddress, hostAddress } from './audience.js';
import {
  EncodedBodyError,
  FormerAddressError,
  ReservedHostError,
  UnknownHostError,
  UnknownShopError,
} from './http.errors.js';
import type { Reply, Request } from './site-request.js';

const EVERYWHERE = /^\/(?:healthz|readyz|metrics)(?:\?|$)|^\/(?:assets|visage)\//;
const seen = new WeakMap<IncomingMessage, { host: HostAddress; url: string }>();

/** Puts the audience before the path, where controllers are: `/panier` on a shop's host becomes `/@shop/panier`. */
export function audienceUrl(request: IncomingMessage, baseDomain: string): string {
  const url = pathOf(request.url ?? '/');
  const host = hostAddress(request.headers.host, baseDomain);
  seen.set(request, { host, url });
  if (EVERYWHERE.test(url)) return `/@any${url}`;
  const audience = host.kind === 'unknown' || host.kind === 'reserved' ? 'none' : host.kind;
  return `/@${audience}${url}`;
}

/** `GET http://host/path` is allowed of any server (RFC 9112, 3.2.2); the Host header counts. */
const pathOf = (target: string): string =>
  target.startsWith('/') ? target : URL.canParse(target) ? target.slice(new URL(target).origin.length) || '/' : '/';

/** First of all hooks: makes `request.site`, refuses hosts that lead nowhere, finds the shop of a shop's host. */
export function findHost(instance: FastifyInstance, settings: Settings, shops: ShopFinder): void {
  instance.decorateRequest('site');
  instance.addHook('onRequest', async (request, reply) => {
    const { host, url } = seen.get(request.raw) ?? { host: { kind: 'unknown' } as const, url: request.url };
    const path = url.split('?')[0]!;
    const isApi = host.kind === 'portal' && /^\/api(?:\/|$)/.test(path);
    request.site = { host, path, isApi, shop: null, session: null, actor: null, actingShopId: null, assistance: null };
    reply.header('x-request-id', request.id);
    const encoding = request.headers['content-encoding'];
    if (encoding !== undefined && encoding !== 'identity') throw new EncodedBodyError();
    if (EVERYWHERE.test(url)) return;
    if (host.kind === 'unknown') throw new UnknownHostError();
    if (host.kind === 'reserved') throw new ReservedHostError({ name: host.slug });
    if (host.kind === 'shop') return shopHost(request, reply, { slug: host.slug, url, settings, shops });
  });
}

interface ShopHost {
  slug: string;
  url: string;
  settings: Settings;
  shops: ShopFinder;
}

async function shopHost(request: Request, reply: Reply, { slug, url, settings, shops }: ShopHost): Promise<unknown> {
  const found = await shops.find(slug);
  if (!found) throw new UnknownShopError({ name: slug });
  if (found.kind === 'current') {
    request.site.shop = { shopId: found.shopId, slug };
    request.site.actingShopId = found.shopId;
    return undefined;
  }
  const isOver = found.until !== null && Date.parse(found.until) < Clock.now().epochMilliseconds;
  if (isOver || found.currentSlug === null) throw new FormerAddressError({ name: slug });
  return reply.redirect(`${publicOrigin(settings, found.currentSlug)}${url}`, 301);
}

type Found = NonNullable<Awaited<ReturnType<ShopDirectory['resolve']>>>;

const KEPT_MS = 30_000;
const KEPT_SHOPS = 20_000;

/** Remembers for half a minute where shops are: an address never passes to another shop, so nothing wrong can be served. */
export class ShopFinder {
  private readonly kept = new Map<string, { found: Found; until: number }>();

  constructor(private readonly directory: ShopDirectory) {}

  async find(slug: string): Promise<Found | null> {
    const known = this.kept.get(slug);
    if (known && known.until > Date.now()) return known.found;
    const found = await this.directory.resolve(slug);
    if (found?.kind === 'current') this.keep(slug, found);
    return found;
  }

  private keep(slug: string, found: Found): void {
    if (this.kept.size >= KEPT_SHOPS) this.kept.clear();
    this.kept.set(slug, { found, until: Date.now() + KEPT_MS });
  }
}
