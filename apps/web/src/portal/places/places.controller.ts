import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { NotFoundError } from '#libs/kernel';
import { SETTINGS, type Settings } from '#libs/platform';
import { PlacesShops } from '#libs/search';
import { allTrades, type Commune, loadTerritory, type Territory, tradeByCode } from '#libs/territory';
import { atPlace } from '#libs/themes';
import { page } from '../../http/pages.js';
import { Policy } from '../../http/policy.js';
import type { Reply } from '../../http/site-request.js';
import { say, sayPlural } from '../portal-sentences.js';
import { pager } from '../search-page.mapper.js';
import { pageNumber } from '../shops.controller.js';
import { placeMap } from './place-map.js';
import { placeCard } from './place-card.mapper.js';
import { communeUrl, epciText, intercommunalityUrl } from './place-urls.js';

const PER_PAGE = 24;
const MOST_POINTS = 500;
const MOST_TRADES = 12;

interface Place {
  title: string;
  name: string;
  url: string;
  communes: Commune[];
  trade: string | null;
  breadcrumb: { label: string; url: string; isCurrent?: boolean }[];
}

/** What there is in an intercommunality, and of one trade in a commune: a map, a list, and what is sold elsewhere. */
@Controller('@portal')
export class PortalPlacesController {
  private readonly territory: Territory;

  constructor(
    private readonly shops: PlacesShops,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {
    this.territory = loadTerritory(settings.regionCode);
  }

  @Get('intercommunalites/:epci')
  @Policy('public')
  async intercommunality(@Param('epci') epci: string, @Query() query: unknown, @Res() reply: Reply): Promise<void> {
    const siren = epci.split('-', 1)[0]!;
    const communes = this.territory.communes.filter(({ epciSiren }) => epciSiren === siren);
    const [first] = communes;
    const url = first && intercommunalityUrl(first);
    if (!first?.epciName || !url) throw new NotFoundError();
    if (`/intercommunalites/${epci}` !== url) return void reply.redirect(url, 301);
    const name = epciText(first.epciName);
    const place = { title: say('places.in', { place: name }), name, url, communes, trade: null };
    await this.show({ ...place, breadcrumb: trail([{ label: first.epciName, url }]) }, query, reply);
  }

  /** « Fleuristes à Blois ». */
  @Get('communes/:place/:trade')
  @Policy('public')
  async trade(
    @Param('place') at: string,
    @Param('trade') code: string,
    @Query() query: unknown,
    @Res() reply: Reply,
  ): Promise<void> {
    const commune = this.territory.commune(at.split('-', 1)[0] ?? '');
    const trade = tradeByCode(code);
    if (!commune || !trade) throw new NotFoundError();
    const url = `${communeUrl(commune)}/${trade.code}`;
    if (`/communes/${at}/${code}` !== url) return void reply.redirect(url, 301);
    const title = say('places.trade_at', { people: say(`trade_people.${trade.code}`), place: atPlace(commune.name) });
    const breadcrumb = trail([
      { label: commune.name, url: communeUrl(commune) },
      { label: say(`trade_people.${trade.code}`), url },
    ]);
    await this.show(
      { title, name: commune.name, url, communes: [commune], trade: trade.code, breadcrumb },
      query,
      reply,
    );
  }

  private async show(place: Place, query: unknown, reply: Reply): Promise<void> {
    const number = pageNumber(query);
    const codes = place.communes.map(({ insee }) => insee);
    const [found, points, trades] = await Promise.all([
      this.shops.list({ communes: codes, trade: place.trade, page: number, perPage: PER_PAGE }),
      this.shops.points(codes, place.trade, MOST_POINTS),
      this.shops.trades(codes),
    ]);
    const map = placeMap(points, place.communes, this.territory);
    const count = sayPlural('shops.count', found.total, { number: found.total });
    await page(reply, 'portal/place', {
      title: place.title,
      description: say('places.lead', { title: place.title }),
      canonical: place.url,
      breadcrumb: place.breadcrumb,
      count,
      map: map && {
        ...map,
        text: say('places.map_text', { place: place.name, count }),
        pointsUrl: `/carte/points?lieu=${codes.join(',').slice(0, 1500)}${place.trade ? `&metier=${place.trade}` : ''}`,
      },
      shops: found.shops.map((shop) => placeCard(shop, this.settings)),
      trades: place.communes.length === 1 ? this.tradeLinks(place, trades) : [],
      communes: place.communes.length > 1 ? communeLinks(place.communes) : [],
      pager: pager(number, found.total, PER_PAGE, (next) => `${place.url}?page=${next}`),
    });
  }

  private tradeLinks({ communes: [commune], trade }: Place, trades: { value: string; shops: number }[]) {
    const known = trades.filter(({ value }) => allTrades().some(({ code }) => code === value));
    return known.slice(0, MOST_TRADES).map(({ value, shops }) => ({
      label: say(`trade_people.${value}`),
      url: `${communeUrl(commune!)}/${value}`,
      count: String(shops),
      isCurrent: value === trade,
    }));
  }
}

const communeLinks = (communes: Commune[]) =>
  communes
    .toSorted((a, b) => b.population - a.population)
    .slice(0, 24)
    .map((commune) => ({ label: commune.name, url: communeUrl(commune) }));

function trail(links: { label: string; url: string }[]) {
  const all = [{ label: 'Accueil', url: '/' }, { label: 'Boutiques', url: '/boutiques' }, ...links];
  return all.map((link, at) => (at === all.length - 1 ? { ...link, isCurrent: true } : link));
}
