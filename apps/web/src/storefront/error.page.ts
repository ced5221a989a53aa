import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { AppError } from '#libs/kernel';
import { publicOrigin, SETTINGS, type Settings } from '#libs/platform';
import { asShop } from '#libs/tenancy';
import { tradeByCode } from '#libs/territory';
import type { ErrorView, NavLink } from '#libs/themes';
import { Pages } from '../http/pages.js';
import { problemTitle } from '../http/problem.js';
import type { Request } from '../http/site-request.js';
import { hasPages, ProductGoneError, ShopClosedError, ShopSuspendedError, ShopWithdrawnError } from './closed-shop.js';
import { communeName } from './frame.mapper.js';
import { NEWEST } from './product/list-columns.js';
import { SIMILAR_PRODUCTS } from './product/product-columns.js';
import { cardsOf } from './product-card.mapper.js';
import { say } from './sentences.js';
import { type ShopPage, ShopPages } from './shop-pages.service.js';
import type { CardRow, ShopRow } from './shop-row.js';

interface ErrorColumns {
  cards: CardRow[];
}

/** Errors on a shop's host look like the shop, and say where to go on; what broke on our side gets the plain page. */
@Injectable()
export class ErrorPages implements OnModuleInit {
  constructor(
    private readonly shopPages: ShopPages,
    private readonly pages: Pages,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    this.pages.drawShopErrors((request, error, sentence) => this.draw(request, error, sentence));
  }

  private async draw(request: Request, error: AppError, text: string): Promise<string | null> {
    const shop = request.site.shop;
    if (!shop || error.status >= 500 || error instanceof ShopWithdrawnError) return null;
    const page = await asShop(shop.shopId, () =>
      this.shopPages.readAny<ErrorColumns>(request, insteadOf(request, error), null),
    );
    const title = titleOf(error);
    const isSelling = hasPages(page.row.shop);
    const view: ErrorView = {
      ...page.view({ title, path: request.site.path, isIndexable: false }),
      status: error.status,
      title,
      text,
      actions: this.actions(page, error),
      requestId: null,
      hasSearch: isSelling && (error.status === 404 || error.status === 410),
      products: isSelling ? cardsOf(page, page.row.cards) : [],
    };
    return page.theme.render('error', view);
  }

  private actions({ row }: ShopPage, error: AppError): NavLink[] {
    const portal = publicOrigin(this.settings);
    if (error instanceof ShopClosedError || error instanceof ShopSuspendedError) return this.nearby(row.shop);
    return [
      { label: say('error.back'), url: '/' },
      hasPages(row.shop)
        ? { label: say('error.products'), url: '/produits' }
        : { label: say('error.portal'), url: `${portal}/boutiques` },
    ];
  }

  /** The same trade in the same commune, then the whole commune. */
  private nearby(shop: ShopRow): NavLink[] {
    const portal = publicOrigin(this.settings);
    const trade = tradeByCode(shop.trade);
    const place = communeName(shop, this.settings);
    const near = new URLSearchParams({ metier: shop.trade, pres: place, type: 'boutiques' }).toString();
    return [
      ...(trade
        ? [{ label: say('error.same_trade', { trade: trade.labelFr }), url: `${portal}/recherche?${near}` }]
        : []),
      { label: say('error.commune', { place }), url: `${portal}/boutiques?commune=${shop.commune_insee}` },
    ];
  }
}

/** What may do instead of a page that is not there: $4 is the handle of a product that is gone. */
function insteadOf(request: Request, error: AppError) {
  const handle = error instanceof ProductGoneError ? String(error.details['handle']) : null;
  if (handle !== null) return { columns: { cards: SIMILAR_PRODUCTS }, parameters: [handle] };
  const isMissing = error.status === 404 && request.site.path.startsWith('/produits/');
  return { columns: { cards: isMissing ? NEWEST : `'[]'::json` } };
}

function titleOf(error: AppError): string {
  if (error instanceof ShopClosedError) return say('error.shop_closed');
  if (error instanceof ShopSuspendedError) return say('error.shop_suspended');
  if (error instanceof ProductGoneError) return say('error.product_gone');
  return problemTitle(error.status, 'fr');
}
