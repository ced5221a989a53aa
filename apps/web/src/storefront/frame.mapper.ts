import type { Temporal } from 'temporal-polyfill';
import { type ClosureRule, dayText, type PickupPlan } from '#libs/pickup';
import { publicOrigin, type Settings } from '#libs/platform';
import { loadTerritory, tradeByCode } from '#libs/territory';
import { type Flash, type Frame, frenchTypography, type NavLink, type ShopView } from '#libs/themes';
import { waitsForOwner } from './closed-shop.js';
import { openingNow, weekOf } from './hours.mapper.js';
import { photoOrNull } from './photo.mapper.js';
import { say } from './sentences.js';
import type { ShopRow, StorefrontRow } from './shop-row.js';

/** What a page says of itself. `path` is its address on the shop's host. */
export interface PageHead {
  title: string;
  path: string;
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
  return {
    lang: 'fr',
    title:
      head.path === '/'
        ? say('title.home', { shop: shop.name, place: shop.commune })
        : say('title.page', { page: head.title, shop: shop.name, place: shop.commune }),
    description: head.description ?? row.shop.tagline,
    canonical: `${origin}${head.path}`,
    indexable: head.isIndexable ?? true,
    shop,
    basketCount: context.basketCount,
    nav: waitsForOwner(row.shop) ? [] : navigation(head.path),
    footer: waitsForOwner(row.shop) ? [] : links(head.path, FOOTER),
    flash: context.flash,
    themeCssUrl: context.themeCssUrl,
    portal: {
      name: say('portal', { region: loadTerritory(settings.regionCode).region.name }),
      url: publicOrigin(settings),
    },
    structuredData: head.structuredData ?? [],
  };
}

export function shopView({ row, plan, now, slug, origin, settings }: FrameContext): ShopView {
  const { shop, pickup, front } = row;
  const opening = openingNow(plan, pickup, now);
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
    hours: weekOf(pickup, now),
    hoursToday: opening?.text ?? null,
    isOpenNow: opening?.isOpen ?? null,
    pickupPoint: null,
    bannerText: plan.closure ? closureText(plan.closure) : shop.state === 'paused' ? pausedText(shop) : null,
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

const pausedText = (shop: ShopRow): string =>
  shop.state_reason ? say('paused_because', { reason: shop.state_reason }) : say('paused');

const NAV = [
  ['nav.home', '/'],
  ['nav.products', '/produits'],
  ['nav.shop', '/informations'],
] as const;

const FOOTER = [
  ['nav.shop', '/informations'],
  ['nav.terms', '/conditions'],
  ['nav.legal', '/mentions-legales'],
] as const;

const navigation = (path: string): NavLink[] => links(path.startsWith('/produits/') ? '/produits' : path, NAV);

const links = (path: string, entries: readonly (readonly [string, string])[]): NavLink[] =>
  entries.map(([key, url]) => ({ label: say(key), url, isCurrent: url === path.split('?')[0] }));
