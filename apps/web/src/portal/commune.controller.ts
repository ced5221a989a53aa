import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { NotFoundError } from '#libs/kernel';
import { SETTINGS, type Settings } from '#libs/platform';
import { PlacesShops, PublicShops, Search } from '#libs/search';
import { type Commune, distanceKm, loadTerritory, type Territory } from '#libs/territory';
import { atPlace } from '#libs/themes';
import { page } from '../http/pages.js';
import { Policy } from '../http/policy.js';
import type { Reply } from '../http/site-request.js';
import { distanceText, productCard } from './cards.mapper.js';
import { placeCard } from './places/place-card.mapper.js';
import { type PlaceMap, placeMap } from './places/place-map.js';
import { communeUrl, epciText, intercommunalityUrl } from './places/place-urls.js';
import { say, sayPlural } from './portal-sentences.js';
import { pager } from './search-page.mapper.js';
import { pageNumber } from './shops.controller.js';

const SHOPS_PER_PAGE = 24;
const MOST_PRODUCTS = 8;
const MOST_NEIGHBOURS = 8;
const MOST_POINTS = 300;
const MOST_TRADES = 12;

@Controller('@portal/communes')
export class PortalCommuneController {
  private readonly territory: Territory;

  constructor(
    private readonly shops: PublicShops,
    private readonly search: Search,
    private readonly places: PlacesShops,
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
    const here = { communes: [commune.insee], trade: null, page: number, perPage: SHOPS_PER_PAGE };
    const [shops, points, trades, products, overview] = await Promise.all([
      this.places.list(here),
      this.places.points(here.communes, null, MOST_POINTS),
      this.places.trades(here.communes),
      this.search.search({ commune: commune.insee, kind: 'product', perPage: MOST_PRODUCTS }),
      this.shops.overview(),
    ]);
    await page(reply, 'portal/commune', {
      title: `Les boutiques de ${commune.name}`,
      description: say('description.commune', { place: atPlace(commune.name) }),
      commune: { name: commune.name, departement: commune.departementName },
      breadcrumb: [
        { label: 'Accueil', url: '/' },
        { label: 'Boutiques', url: '/boutiques' },
        { label: commune.name, url: communeUrl(commune), isCurrent: true },
      ],
      total: shops.total,
      shops: shops.shops.map((shop) => placeCard(shop, this.settings)),
      map: mapOf(commune, placeMap(points, [commune], this.territory), shops.total),
      epci: epciOf(commune),
      products: products.results.map((result) => productCard(result, this.settings)),
      productsUrl: products.total > MOST_PRODUCTS ? `/recherche?commune=${commune.insee}&type=produits` : null,
      trades: trades.slice(0, MOST_TRADES).map(({ value, shops: count }) => ({
        label: say(`trade_people.${value}`),
        url: `${communeUrl(commune)}/${value}`,
        count: String(count),
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

const mapOf = (commune: Commune, map: PlaceMap | null, total: number) =>
  map &&
  total > 0 && {
    ...map,
    text: say('places.map_text', { place: commune.name, count: sayPlural('shops.count', total, { number: total }) }),
    pointsUrl: `/carte/points?lieu=${commune.insee}`,
  };

function epciOf(commune: Commune) {
  const url = intercommunalityUrl(commune);
  return url && { url, label: say('places.epci', { place: epciText(commune.epciName ?? '') }) };
}
