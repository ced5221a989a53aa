import { Body, Controller, Get, Post, Query, Res } from '@nestjs/common';
import { NotFoundError } from '#libs/kernel';
import { type Shop, ShopDirectory, Shops } from '#libs/shops';
import { asShop } from '#libs/tenancy';
import { z } from 'zod';
import { parseForm } from '../http/form.js';
import { page, Pages } from '../http/pages.js';
import { Policy } from '../http/policy.js';
import type { Reply } from '../http/site-request.js';

const address = z.object({ boutique: z.string().max(40).default('') });
const confirmation = address.extend({ jeton: z.string().max(100) });

/** « Retrait » of a page that was made from a register: whoever is named asks for it by link, without an account. */
@Controller('@gestion/retrait')
export class WithdrawalController {
  constructor(
    private readonly directory: ShopDirectory,
    private readonly shops: Shops,
    private readonly pages: Pages,
  ) {}

  /** Looks at the page and changes nothing: mail scanners open links. */
  @Get()
  @Policy('public')
  async show(@Res() reply: Reply, @Query() query: unknown): Promise<void> {
    const { boutique } = parseForm(address, query);
    await this.within(boutique, async (shop) => this.showPage(reply, shop, shop.state === 'withdrawn'));
  }

  @Post()
  @Policy('public', { rate: { max: 5, seconds: 60 } })
  async withdraw(@Res() reply: Reply, @Body() body: unknown): Promise<void> {
    const { boutique, jeton } = parseForm(confirmation, body);
    await this.within(boutique, async (shop) => {
      await this.shops.withdraw(jeton);
      await this.showPage(reply, shop, true);
    });
  }

  private async within(slug: string, work: (shop: Shop) => Promise<void>): Promise<void> {
    const found = await this.directory.resolve(slug);
    if (!found) throw new NotFoundError();
    await asShop(found.shopId, async () => work(await this.shops.current()));
  }

  private async showPage(reply: Reply, shop: Shop, isGone: boolean): Promise<void> {
    await page(reply, 'merchant/withdrawal', {
      title: this.pages.say('merchant', 'withdrawal.title'),
      name: shop.name,
      slug: shop.slug,
      token: this.shops.withdrawalToken(),
      isGone,
      isTaken: shop.state !== 'provisioned' && shop.state !== 'withdrawn',
    });
  }
}
