import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import type { SignedIn } from '#libs/accounts';
import { NotFoundError } from '#libs/kernel';
import { ShopDirectory } from '#libs/shops';
import { asShop, Tenancy } from '#libs/tenancy';
import { redirectTo } from '../http/flash.js';
import { parseForm } from '../http/form.js';
import { page, Pages } from '../http/pages.js';
import { Policy } from '../http/policy.js';
import { Actor, type Reply, type Request } from '../http/site-request.js';
import { BrowserSession } from '../http/browser-session.js';
import { chosenShopForm } from './sign-in.form.js';
import { byName } from '../http/wording.js';

interface ShopChoice {
  shopId: string;
  name: string;
  slug: string;
}

@Controller('@gestion')
export class ShopChoiceController {
  constructor(
    private readonly browser: BrowserSession,
    private readonly directory: ShopDirectory,
    private readonly tenancy: Tenancy,
    private readonly pages: Pages,
  ) {}

  @Get('boutiques')
  @Policy('signed_in')
  async shops(@Res() reply: Reply, @Actor() actor: SignedIn, @Query('suite') suite: unknown): Promise<void> {
    const shops = await this.shopsOf(actor);
    if (shops.length === 0) return redirectTo(reply, actor.memberships.length > 0 ? '/territoire' : '/compte');
    const wanted = typeof suite === 'string' ? suite : '';
    await page(reply, 'account/shops', { title: this.pages.say('account', 'shops.title'), shops, suite: wanted });
  }

  @Post('boutique-choisie')
  @Policy('signed_in')
  async choose(
    @Req() request: Request,
    @Res() reply: Reply,
    @Actor() actor: SignedIn,
    @Body() body: unknown,
  ): Promise<void> {
    const { shop, suite } = parseForm(chosenShopForm, body);
    if (!actor.memberships.some(({ shopId }) => shopId === shop)) throw new NotFoundError();
    await this.browser.choose(request, reply, shop);
    redirectTo(reply, suite || '/');
  }

  /** One short transaction a shop: people have one shop, or two. */
  private async shopsOf({ memberships }: SignedIn): Promise<ShopChoice[]> {
    const shopIds = [...new Set(memberships.flatMap(({ shopId }) => shopId ?? []))];
    const slugs = await this.directory.slugs(shopIds);
    const names = await Promise.all(
      shopIds.map((id) => asShop(id, () => this.tenancy.shopRead<{ name: string }>('select name from shop'))),
    );
    return shopIds
      .map((shopId, i) => ({ shopId, name: names[i]?.[0]?.name ?? '', slug: slugs.get(shopId) ?? '' }))
      .sort((a, b) => byName(a.name, b.name));
  }
}
