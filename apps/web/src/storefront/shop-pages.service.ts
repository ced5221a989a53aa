import { Inject, Injectable } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import { Clock, NotFoundError } from '#libs/kernel';
import { type PickupPlan, pickupPlan } from '#libs/pickup';
import { PortalName, publicOrigin, SETTINGS, type Settings } from '#libs/platform';
import { currentShopId, Tenancy } from '#libs/tenancy';
import { type Flash, type Frame, theme, type Theme, type ThemeSettings, type View } from '#libs/themes';
import { takeFlash } from '../http/flash.js';
import type { Reply, Request } from '../http/site-request.js';
import { BasketCookie } from './basket-cookie.js';
import { refuseClosedShop } from './closed-shop.js';
import { frameOf, type PageHead } from './frame.mapper.js';
import { sentences } from './sentences.js';
import { pageSql, type StorefrontRow } from './shop-row.js';

/** A page of a shop while it is made: what was read, when, and how it is drawn. */
export interface ShopPage<Extra = object> {
  row: StorefrontRow<Extra>;
  now: Temporal.Instant;
  /** Slots for a basket of nothing in particular: the shop's own lead time. */
  plan: PickupPlan;
  theme: Theme;
  view: (head: PageHead) => View;
}

export interface PageQuery {
  /** JSON columns of the page, by name; their parameters begin at $4. */
  columns?: Record<string, string>;
  parameters?: unknown[];
  /** Variants in the basket. */
  variantIds?: string[];
  /** A theme that the owner tries on, instead of the shop's own. */
  look?: { theme: string; settings: ThemeSettings; cssUrl: string };
}

/** Reads a shop with what one page needs, in one round trip, and sends pages drawn by the shop's theme. */
@Injectable()
export class ShopPages {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly baskets: BasketCookie,
    private readonly portal: PortalName,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Throws when the shop has no pages now (closed, suspended, withdrawn). One statement. */
  async read<Extra = object>(request: Request, reply: Reply, query: PageQuery = {}): Promise<ShopPage<Extra>> {
    const page = await this.readAny<Extra>(request, query, takeMessage(request, reply));
    refuseClosedShop(page.row.shop);
    return page;
  }

  /** As `read`, for somebody who has an order there: it stays theirs when the shop is suspended or closes. Throws for a withdrawn one. */
  async readForOrder(request: Request, reply: Reply): Promise<ShopPage> {
    const page = await this.readAny(request, {}, takeMessage(request, reply));
    if (page.row.shop.state === 'withdrawn') refuseClosedShop(page.row.shop);
    return page;
  }

  /** As `read`, whatever the shop's state: for error pages. */
  async readAny<Extra = object>(request: Request, query: PageQuery, flash: Flash | null): Promise<ShopPage<Extra>> {
    const now = Clock.now();
    const shopId = currentShopId();
    const { columns = {}, parameters = [], variantIds = [], look } = query;
    const all = [shopId, variantIds, now.toString(), ...parameters];
    const [row] = await this.tenancy.shopRead<StorefrontRow<Extra>>(pageSql(columns), all);
    if (!row) throw new NotFoundError();
    const slug = request.site.shop!.slug;
    const plan = pickupPlan(row.pickup, {}, now);
    const shopTheme = theme(look?.theme ?? row.shop.theme);
    const { settings, portal } = this;
    const context = { row, plan, now, flash, slug, origin: publicOrigin(settings, slug), settings, portal: portal.own };
    const basketCount = this.baskets.count(request);
    const chosen = look?.settings ?? shopTheme.readSettings(row.shop.theme_settings);
    const frame = (head: PageHead): Frame =>
      frameOf(head, { ...context, basketCount, themeCssUrl: look?.cssUrl ?? shopTheme.css(chosen).url });
    return { row, now, plan, theme: shopTheme, view: (head) => ({ frame: frame(head), settings: chosen }) };
  }

  send(reply: Reply, html: string, status = 200): void {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'private, no-cache');
    void reply.code(status).type('text/html; charset=utf-8').send(html);
  }
}

const takeMessage = (request: Request, reply: Reply): Flash | null =>
  takeFlash(request, reply, (key, values) => sentences.say('fr', key, { ...values }));
