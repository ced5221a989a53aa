import type { Temporal } from 'temporal-polyfill';
import { type ClosureRule, dateAt, dayText, type PickupPlan } from '#libs/pickup';
import { publicOrigin, type Settings } from '#libs/platform';
import { loadTerritory, tradeByCode } from '#libs/territory';
import { type Flash, type Frame, frenchTypography, type NavLink, type Photo, type ShopView } from '#libs/themes';
import { hasPages, isClosed } from './closed-shop.js';
import { feedLinks } from './feeds/feed-links.js';
import { openingNow, weekOf } from './hours.mapper.js';
import { openGraph, socialImage } from './open-graph.js';
import { photoOrNull } from './photo.mapper.js';
import { say } from './sentences.js';
import type { ShopRow, StorefrontRow } from './shop-row.js';

/** What a page says of itself. `path` is its address on the shop's host; `canonicalPath` that of the page it is a variant of. */
export interface PageHead {
  title: string;
  path: string;
  canonicalPath?: string;
  /** What stands for the page elsewhere; the shop front, if nothing is given. */
  photo?: Photo | null;
  /** `product:price:amount` and the like, for pages of products. */
  offer?: { cents: number; isAvailable: boolean };
  description?: string | null;
  isIndexable?: boolean;
  structuredData?: object[];
}

export interface FrameContext {
  row: StorefrontRow;
  plan: PickupPlan;
  now: Temporal.Instant;
  slug: string;
  /** `http://fleurs-martin.localhost:8080` */
  origin: string;
  settings: Settings;
  /** As the region calls its portal; null: it has given it no name. */
  portal: string | null;
  basketCount: number;
  themeCssUrl: string;
  flash: Flash | null;
}

const SHOWN: Record<string, ShopView['state']> = {
  provisioned: 'provisioned',
  claimed: 'claimed',
  open: 'open',
  paused: 'paused',
  suspended: 'suspended',
};

export function frameOf(head: PageHead, context: FrameContext): Frame {
  const { row, origin, settings } = context;
  const shop = shopView(context);
  const title =
    head.path === '/'
      ? say('title.home', { shop: shop.name, place: shop.commune })
      : say('title.page', { page: head.title, shop: shop.name, place: shop.commune });
  const description = head.description ?? row.shop.tagline;
  const canonical = `${origin}${head.canonicalPath ?? head.path}`;
  const image = socialImage(head.photo ?? shop.cover ?? null, origin, head.title);
  return {
    lang: 'fr',
    title,
    description,
    canonical,
    indexable: head.isIndexable ?? true,
    shop,
    basketCount: context.basketCount,
    nav: hasPages(row.shop) ? navigation(head.path) : [],
    footer: hasPages(row.shop) ? links(head.path, FOOTER) : [],
    flash: context.flash,
    themeCssUrl: context.themeCssUrl,
    portal: {
      name: context.portal ?? say('portal', { region: loadTerritory(settings.regionCode).region.name }),
      url: publicOrigin(settings),
      hosting: settings.hosting || null,
    },
    structuredData: head.structuredData ?? [],
    image,
    openGraph: openGraph({ title, description, url: canonical, siteName: shop.name, image, offer: head.offer ?? null }),
    feeds: hasPages(row.shop) ? feedLinks(shop.name) : [],
  };
}

export function shopView({ row, plan, now, slug, origin, settings }: FrameContext): ShopView {
  const { shop, pickup, front } = row;
  const isOver = isClosed(shop);
  const opening = isOver ? null : openingNow(plan, pickup, now);
  return {
    slug,
    name: shop.name,
    url: `${origin}/`,
    trade: shop.trade,
    tradeLabel: tradeByCode(shop.trade)?.labelFr ?? say('trade_unknown'),
    state: SHOWN[shop.state] ?? 'closed',
    tagline: typographic(shop.tagline),
    description: typographic(shop.description),
    logo: null,
    cover: photoOrNull(shop.shop_id, front),
    phone: shop.phone,
    email: shop.email,
    website: shop.website,
    addressLines: shop.address_line ? shop.address_line.split('\n') : [],
    postcode: shop.postcode ?? '',
    commune: communeName(shop, settings),
    lat: shop.lat,
    lon: shop.lon,
    hours: isOver ? [] : weekOf(pickup, now),
    hoursToday: opening?.text ?? null,
    isOpenNow: opening?.isOpen ?? null,
    pickupPoint: null,
    bannerText: bannerOf(plan, shop, now),
  };
}

const typographic = (text: string | null): string | null => text && frenchTypography(text);

export const communeName = (shop: ShopRow, settings: Settings): string =>
  loadTerritory(settings.regionCode).commune(shop.commune_insee)?.name ?? '';

/** « Arrêté du 30 octobre : fermée au public jusqu’au mardi 1er décembre. Vos commandes se retirent à la porte. » */
export function closureText({ title, until, collects }: ClosureRule): string {
  const closed = until ? say('closure.until', { title, day: dayText(until) }) : say('closure.open_ended', { title });
  return `${closed} ${say(collects ? 'closure.at_the_door' : 'closure.no_collection')}`;
}

/** « Arrêté du 30 octobre : la boutique sera fermée au public à partir du vendredi 30 octobre. » */
function closureAheadText({ title, from, until, collects }: ClosureRule): string {
  const days = until ? { key: 'closure.ahead', until: dayText(until) } : { key: 'closure.ahead_open_ended', until: '' };
  const closed = say(days.key, { title, from: dayText(from), until: days.until });
  return `${closed} ${say(collects ? 'closure.at_the_door_then' : 'closure.no_collection')}`;
}

/** Why, and until when: a day that has passed is no promise any more. */
function pausedText({ state_reason: reason, back_on: day }: ShopRow, now: Temporal.Instant): string {
  const why = reason ? say('paused_because', { reason }) : say('paused');
  return day && day > dateAt(now).toString()
    ? say('paused_until', { why: why.replace(/[^.!?…]$/, '$&.'), day: dayText(day) })
    : why;
}

function bannerOf({ closure, closureAhead }: PickupPlan, shop: ShopRow, now: Temporal.Instant): string | null {
  if (closure) return closureText(closure);
  if (shop.state === 'paused') return pausedText(shop, now);
  return closureAhead && closureAheadText(closureAhead);
}

const NAV = [
  ['nav.home', '/'],
  ['nav.products', '/produits'],
  ['nav.shop', '/informations'],
] as const;

const FOOTER = [
  ['nav.shop', '/informations'],
  ['nav.terms', '/conditions'],
  ['nav.legal', '/mentions-legales'],
  ['nav.report', '/signaler'],
] as const;

const navigation = (path: string): NavLink[] => links(path.startsWith('/produits/') ? '/produits' : path, NAV);

const links = (path: string, entries: readonly (readonly [string, string])[]): NavLink[] =>
  entries.map(([key, url]) => ({ label: say(key), url, isCurrent: url === path.split('?')[0] }));
