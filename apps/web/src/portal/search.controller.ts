import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import { Clock } from '#libs/kernel';
import { dateAt, instantOf, REGION_ZONE } from '#libs/pickup';
import { SETTINGS, type Settings } from '#libs/platform';
import { endOfDay, PublicShops, Search, type SearchQuery, UnmetSearches } from '#libs/search';
import { allTrades, type Commune, loadTerritory, type Territory, tradeByCode } from '#libs/territory';
import { page } from '../http/pages.js';
import { Policy } from '../http/policy.js';
import type { Reply } from '../http/site-request.js';
import { listingCard, productCard, shopCard } from './cards.mapper.js';
import { say } from './portal-sentences.js';
import { hasPlace, hereOf, type SearchAddress, searchAddressSchema, searchUrl } from './search-address.js';
import { NONE, searchFacets } from './search-facets.mapper.js';
import { countText, pager, widenedText } from './search-page.mapper.js';

const PER_PAGE = 24;
const RADII = [5, 10, 20, 50, 100];
const SORTS = { pertinence: 'relevance', distance: 'distance', prix: 'price', nouveautes: 'newest' } as const;
const KINDS = { produits: 'product', boutiques: 'shop', annonces: 'listing' } as const;

@Controller('@portal/recherche')
export class PortalSearchController {
  private readonly territory: Territory;

  constructor(
    private readonly search: Search,
    private readonly shops: PublicShops,
    private readonly unmet: UnmetSearches,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {
    this.territory = loadTerritory(settings.regionCode);
  }

  @Get()
  @Policy('public', { rate: { max: 240, seconds: 60 } })
  async results(@Query() query: unknown, @Res() reply: Reply): Promise<void> {
    const address = searchAddressSchema.parse(query ?? {});
    const near = placeOf(address.pres, this.territory);
    const isLost = address.pres !== '' && near === null;
    const asked = searchQuery(address, near);
    const answer = await this.search.search(asked);
    this.unmet.note(asked, answer);
    const isEmpty = answer.results.length === 0;
    if (hereOf(address)) void reply.header('cache-control', 'no-store');
    await page(reply, 'portal/search', {
      title: titleOf(address, near),
      description: say('description.search'),
      noindex: true,
      address: { ...address, pres: near?.name ?? address.pres },
      form: this.form(address, isLost ? say('search.place_unknown', { place: address.pres }) : null),
      count: countText(answer),
      correctedFrom: answer.suggestion ? answer.query : null,
      suggestion: answer.suggestion,
      widened: widenedText(answer, address.rayon),
      readPlace: address.pres === '' && answer.near ? say('search.near_read', { place: answer.near.name }) : null,
      isSampled: answer.facetsAreSampled,
      ...searchFacets(address, answer, near?.name ?? null),
      sorts: this.sorts(address, near !== null || hereOf(address) !== null || answer.near !== null),
      shops: answer.results.filter(({ kind }) => kind === 'shop').map(({ shop }) => shopCard(shop, this.settings)),
      products: answer.results
        .filter(({ kind }) => kind === 'product')
        .map((result) => productCard(result, this.settings)),
      listings: answer.results.filter(({ kind }) => kind === 'listing').map(listingCard),
      pager: pager(address.page, answer.total, PER_PAGE, (number) => searchUrl(address, { page: number })),
      nothing: isEmpty ? await this.waysOut(address) : null,
    });
  }

  private sorts(address: SearchAddress, isPlaced: boolean) {
    return Object.keys(SORTS)
      .map((sort) => sort as keyof typeof SORTS)
      .filter((sort) => sort !== 'distance' || isPlaced)
      .map((sort) => ({
        label: say(`search.sort.${sort}`),
        url: searchUrl(address, { tri: sort }),
        isCurrent: address.tri === sort,
      }));
  }

  private form(address: SearchAddress, placeError: string | null) {
    const option = (value: string | number, label: string, chosen: unknown) => ({
      value,
      label,
      isSelected: value === chosen,
    });
    return {
      placeError,
      radii: RADII.map((km) => option(km, say('search.radius', { km }), address.rayon)),
    };
  }

  /** What may help when nothing was found; each is a link that leads somewhere. */
  private async waysOut(address: SearchAddress) {
    const { trades } = await this.shops.overview();
    const hasFilters = Object.keys(NONE).some((name) => address[name as keyof typeof NONE] !== undefined);
    return {
      withoutFilters: hasFilters ? searchUrl(address, NONE) : null,
      wider: hasPlace(address) && address.rayon < 100 ? searchUrl(address, { rayon: 100 }) : null,
      everywhere: hasPlace(address) ? searchUrl(address, { pres: '', ici: undefined }) : null,
      trades: trades.slice(0, 8).map(({ value }) => ({
        label: tradeByCode(value)?.labelFr ?? value,
        url: `/boutiques?metier=${value}`,
      })),
    };
  }
}

/** A name, a post code, « Loches (37600) » or an INSEE code. */
export function placeOf(text: string, territory: Territory): Commune | null {
  if (text === '') return null;
  const bare = text.replace(/\s*\(.*\)\s*$/, '');
  const named = territory.findCommune({ name: bare }).commune;
  return named ?? territory.commune(bare) ?? territory.suggestCommunes(bare, 1)[0]?.commune ?? null;
}

function searchQuery(address: SearchAddress, near: Commune | null): SearchQuery {
  return {
    q: address.q,
    category: address.metier && allTrades().some(({ code }) => code === address.metier) ? address.metier : undefined,
    ...(hereOf(address) && { ...hereOf(address), radiusKm: address.rayon }),
    ...(near?.lat != null && near.lon != null && address.commune === undefined
      ? { commune: near.insee, radiusKm: address.rayon }
      : { commune: address.commune }),
    kind: address.type && KINDS[address.type],
    collectableBefore: collectableBefore(address),
    openNow: address.ouvert === '1' ? true : undefined,
    ...pricesOf(address),
    sort: SORTS[address.tri],
    page: address.page,
    perPage: PER_PAGE,
  };
}

/** A slot that begins before the hour chosen, or by the end of the day. */
function collectableBefore({ retrait, avant }: SearchAddress): string | undefined {
  const days = retrait === 'demain' ? 1 : 0;
  if (avant === undefined) return retrait && endOfDay(days);
  const day = dateAt(Clock.now()).add({ days });
  return new Date(instantOf(day, `${String(avant).padStart(2, '0')}:00`, REGION_ZONE)).toISOString();
}

function pricesOf({ prix }: SearchAddress): Pick<SearchQuery, 'priceMin' | 'priceMax'> {
  if (prix === undefined) return {};
  const [from, to] = prix.split('-').map((euros) => (euros === '' ? undefined : Number(euros) * 100));
  return { priceMin: from === 0 ? undefined : from, priceMax: to === undefined ? undefined : to - 1 };
}

function titleOf(address: SearchAddress, near: Commune | null): string {
  const { q, metier } = address;
  const what = q
    ? say('search.title_words', { query: q })
    : metier
      ? (tradeByCode(metier)?.labelFr ?? say('search.title'))
      : say('search.title');
  if (near) return say('search.title_near', { what, commune: near.name });
  return hereOf(address) ? say('search.title_here', { what }) : what;
}
