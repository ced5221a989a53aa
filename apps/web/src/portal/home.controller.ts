import { Controller, Get, Inject, Res } from '@nestjs/common';
import { SETTINGS, type Settings } from '#libs/platform';
import { PublicShops } from '#libs/search';
import { loadTerritory, type Territory, tradeByCode } from '#libs/territory';
import { page } from '../http/pages.js';
import { Policy } from '../http/policy.js';
import type { Reply } from '../http/site-request.js';
import { productCard } from './cards.mapper.js';
import { communeUrl } from './places/place-urls.js';
import { say } from './portal-sentences.js';

const MOST_PRODUCTS = 8;
const MOST_TRADES = 12;
const MOST_COMMUNES = 16;

@Controller('@portal')
export class PortalHomeController {
  private readonly territory: Territory;

  constructor(
    private readonly shops: PublicShops,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {
    this.territory = loadTerritory(settings.regionCode);
  }

  @Get()
  @Policy('public')
  async home(@Res() reply: Reply): Promise<void> {
    const [overview, soon] = await Promise.all([this.shops.overview(), this.shops.collectableSoon(MOST_PRODUCTS)]);
    await page(reply, 'portal/home', {
      title: 'Les boutiques près de chez vous',
      description: say('description.home', { region: this.territory.region.name }),
      region: this.territory.region.name,
      shopCount: overview.shops,
      productCount: overview.products,
      products: soon.map((result) => productCard(result, this.settings)),
      trades: overview.trades.slice(0, MOST_TRADES).map(({ value, shops }) => ({
        label: tradeByCode(value)?.labelFr ?? value,
        url: `/boutiques?metier=${value}`,
        count: shops,
      })),
      communes: overview.communes.slice(0, MOST_COMMUNES).flatMap(({ value, shops }) => {
        const commune = this.territory.commune(value);
        return commune ? [{ label: commune.name, url: communeUrl(commune), count: shops }] : [];
      }),
    });
  }
}
