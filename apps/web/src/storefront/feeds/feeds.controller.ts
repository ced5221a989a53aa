import { Readable } from 'node:stream';
import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { Clock, NotFoundError } from '#libs/kernel';
import { publicOrigin, SETTINGS, type Settings } from '#libs/platform';
import { Policy } from '../../http/policy.js';
import type { Reply, Request } from '../../http/site-request.js';
import { atomFeed, NEWS_MOST } from './atom.js';
import { NEWS_PATH, PRODUCTS_PATH } from './feed-links.js';
import { FeedRows } from './feed-rows.service.js';
import { FEED_END, feedItems, feedStart, merchantFeed } from './merchant-feed.js';
import { pageEntries, PART_PRODUCTS, productEntry, SITEMAP_END, SITEMAP_START, sitemapIndex } from './sitemap.js';

const AN_HOUR = 'public, max-age=3600';
const SOON = 'public, max-age=900';

/** What a shop sells, for search engines, price comparison and readers of news. Long files are sent as they are read. */
@Controller('@shop')
export class FeedsController {
  constructor(
    private readonly rows: FeedRows,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** `partie`: one part of a sitemap that is too large for one file. */
  @Get('sitemap.xml')
  @Policy('public')
  async sitemap(@Req() request: Request, @Res() reply: Reply, @Query('partie') part?: unknown): Promise<void> {
    const shop = await this.rows.shop();
    const origin = this.origin(request);
    const isLarge = shop.products > PART_PRODUCTS;
    if (isLarge && part === undefined) return xml(reply, AN_HOUR, sitemapIndex(origin, shop.products, shop.changed_at));
    const number = part === undefined ? 1 : Number(part);
    const parts = Math.max(1, Math.ceil(shop.products / PART_PRODUCTS));
    if (!Number.isInteger(number) || number < 1 || number > parts) throw new NotFoundError();
    const products = this.rows.products((number - 1) * PART_PRODUCTS, PART_PRODUCTS);
    const entries = async function* () {
      yield SITEMAP_START;
      if (number === 1) yield pageEntries(origin, shop.changed_at);
      for await (const product of products) yield productEntry(origin, shop.shop_id, product);
      yield SITEMAP_END;
    };
    return xml(reply, AN_HOUR, Readable.from(entries()));
  }

  @Get(NEWS_PATH)
  @Policy('public')
  async news(@Req() request: Request, @Res() reply: Reply): Promise<void> {
    const shop = await this.rows.shop();
    const products = [];
    for await (const product of this.rows.products(0, NEWS_MOST)) products.push(product);
    const feed = atomFeed(this.origin(request), shop, products);
    return xml(reply, SOON, feed, 'application/atom+xml');
  }

  @Get(PRODUCTS_PATH)
  @Policy('public')
  async products(@Req() request: Request, @Res() reply: Reply): Promise<void> {
    const shop = await this.rows.shop();
    const feed = merchantFeed(this.origin(request), request.site.shop!.slug, shop, Clock.now());
    const products = this.rows.products(0, shop.products);
    const items = async function* () {
      yield feedStart(feed);
      for await (const product of products) yield feedItems(feed, product);
      yield FEED_END;
    };
    return xml(reply, SOON, Readable.from(items()));
  }

  private origin(request: Request): string {
    return publicOrigin(this.settings, request.site.shop!.slug);
  }
}

function xml(reply: Reply, caching: string, body: string | Readable, type = 'application/xml'): void {
  void reply.header('cache-control', caching).type(`${type}; charset=utf-8`).send(body);
}
