import { Controller, Get, Inject, Res } from '@nestjs/common';
import { Clock } from '#libs/kernel';
import { ShopDay } from '#libs/orders';
import { publicOrigin, SETTINGS, type Settings } from '#libs/platform';
import { UnmetSearches } from '#libs/search';
import { Shops } from '#libs/shops';
import { page, Pages } from '../http/pages.js';
import { Policy } from '../http/policy.js';
import type { Reply } from '../http/site-request.js';
import { PIECE_PAGES } from './checklist.mapper.js';
import { glanceView } from './day-glance.mapper.js';

@Controller('@gestion')
export class MerchantHomeController {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly shops: Shops,
    private readonly day: ShopDay,
    private readonly unmet: UnmetSearches,
    private readonly pages: Pages,
  ) {}

  /** The day at a glance: four statements at the same time, one round trip long. */
  @Get()
  @Policy('shop_member')
  async home(@Res() reply: Reply): Promise<void> {
    const [shop, checklist, day, unmet] = await Promise.all([
      this.shops.current(),
      this.shops.openingChecklist(),
      this.day.atAGlance(),
      this.unmet.nearShop(),
    ]);
    const pieces = checklist.map(({ piece, isDone }) => ({
      label: this.pages.say('merchant', `home.piece.${piece}`),
      url: PIECE_PAGES[piece],
      isDone,
    }));
    await page(reply, 'merchant/home', {
      title: this.pages.say('merchant', 'home.title'),
      shop: {
        name: shop.name,
        state: shop.state,
        url: publicOrigin(this.settings, shop.slug),
        reason: shop.stateReason,
      },
      stateLabel: this.pages.say('merchant', `home.state.${shop.state}`),
      stateTone: shop.state === 'open' ? 'success' : 'warning',
      pieces,
      done: pieces.filter(({ isDone }) => isDone).length,
      isReady: pieces.every(({ isDone }) => isDone),
      glance: glanceView(day, unmet, Clock.now(), (key, values) => this.pages.say('merchant', `glance.${key}`, values)),
      isStarting: shop.state === 'claimed' || shop.state === 'provisioned',
    });
  }
}
