import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { NotFoundError } from '#libs/kernel';
import { SETTINGS, type Settings } from '#libs/platform';
import { PublicShops, Search } from '#libs/search';
import { type Commune, distanceKm, loadTerritory, type Territory, tradeByCode } from '#libs/territory';
import { page } from '../http/pages.js';
import { Policy } from '../http/policy.js';
import type { Reply } from '../http/site-request.js';
import { distanceText, productCard, shopCard } from './cards.mapper.js';
import { pager } from './search-page.mapper.js';
import { pageNumber } from './shops.controller.js';

const SHOPS_PER_PAGE = 24;
const MOST_PRODUCTS = 8;
const MOST_NEIGHBOURS = 8;

export const communeUrl = (commune: Commune): string => `/communes/${commune.insee}-${commune.slug}`;

@Controller('@portal/communes')
export class PortalCommuneController {
  private readonly territory: Territory;

  constructor(
    private readonly shops: PublicShops,
    private readonly search: Search,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {
    this.territory = loadTerritory(settings.regionCode);
  }

  @Get(':place')
  @Policy('public')
  async commune(@Param('place') place: string, @Query() query: unknown, @Res() reply: Reply): Promise<void> {
    const commune = this.territory.commune(place.split('-', 1)[0] ?? '');
    if (!commune) throw new NotFoundError();
    if (`/communes/${place}` !== communeUrl(commune)) return void reply.redirect(communeUrl(commune), 301);
    const number = pageNumber(query);
    const [shops, products, overview] = await Promise.all([
      this.shops.list({ commune: commune.insee, page: number, perPage: SHOPS_PER_PAGE }),
      this.search.search({ commune: commune.insee, kind: 'product', perPage: MOST_PRODUCTS }),
      this.shops.overview(),
    ]);
    await page(reply, 'portal/commune', {
      title: `Les boutiques de ${commune.name}`,
      commune: { name: commune.name, departement: commune.departementName },
      breadcrumb: [
        { label: 'Accueil', url: '/' },
        { label: 'Boutiques', url: '/boutiques' },
        { label: commune.name, url: communeUrl(commune), isCurrent: true },
      ],
      total: shops.total,
      shops: shops.results.map((shop) => shopCard(shop, this.settings)),
      products: products.results.map((result) => productCard(result, this.settings)),
      productsUrl: products.total > MOST_PRODUCTS ? `/recherche?commune=${commune.insee}&type=produits` : null,
      trades: products.facets.category.map(({ value, count }) => ({
        label: tradeByCode(value)?.labelFr ?? value,
        url: `/recherche?commune=${commune.insee}&metier=${value}`,
        count,
      })),
      neighbours: this.neighbours(commune, new Set(overview.communes.map(({ value }) => value))),
      pager: pager(number, shops.total, SHOPS_PER_PAGE, (next) => `${communeUrl(commune)}?page=${next}`),
    });
  }

  /** The nearest communes that have shops. */
  private neighbours(commune: Commune, withShops: Set<string>) {
    const { lat, lon } = commune;
    if (lat === null || lon === null) return [];
    return this.territory.communes
      .flatMap((other) =>
        other.lat === null || other.lon === null || other === commune || !withShops.has(other.insee)
          ? []
          : [{ other, km: distanceKm({ lat, lon }, { lat: other.lat, lon: other.lon }) }],
      )
      .sort((a, b) => a.km - b.km)
      .slice(0, MOST_NEIGHBOURS)
      .map(({ other, km }) => ({ label: other.name, url: communeUrl(other), count: distanceText(km) }));
  }
}
