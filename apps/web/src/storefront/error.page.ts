import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { AppError } from '#libs/kernel';
import { asShop } from '#libs/tenancy';
import type { ErrorView, NavLink } from '#libs/themes';
import { Pages } from '../http/pages.js';
import { problemTitle } from '../http/problem.js';
import type { Request } from '../http/site-request.js';
import { waitsForOwner } from './closed-shop.js';
import { say } from './sentences.js';
import { ShopPages } from './shop-pages.service.js';

/** What is drawn by the shop's theme; a shop without pages, and anything of ours that broke, gets the plain page. */
const PLAIN = /^storefront\.(?:withdrawn|closed|suspended)$/;

/** Errors on a shop's host look like the shop. */
@Injectable()
export class ErrorPages implements OnModuleInit {
  constructor(
    private readonly shopPages: ShopPages,
    private readonly pages: Pages,
  ) {}

  onModuleInit(): void {
    this.pages.drawShopErrors((request, error, sentence) => this.draw(request, error, sentence));
  }

  private async draw(request: Request, error: AppError, text: string): Promise<string | null> {
    const shop = request.site.shop;
    if (!shop || error.status >= 500 || PLAIN.test(error.code)) return null;
    const page = await asShop(shop.shopId, () => this.shopPages.readAny(request, {}, null));
    const title = problemTitle(error.status, 'fr');
    const view: ErrorView = {
      ...page.view({ title, path: request.site.path, isIndexable: false }),
      status: error.status,
      title,
      text,
      actions: actions(waitsForOwner(page.row.shop)),
      requestId: null,
    };
    return page.theme.render('error', view);
  }
}

const actions = (isWaiting: boolean): NavLink[] => [
  { label: say('error.back'), url: '/' },
  ...(isWaiting ? [] : [{ label: say('error.products'), url: '/produits' }]),
];
