import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import { z } from 'zod';
import { SETTINGS, type Settings } from '#libs/platform';
import { PublicShops } from '#libs/search';
import { allTrades, loadTerritory, type Territory, tradeByCode } from '#libs/territory';
import { page } from '../http/pages.js';
import { Policy } from '../http/policy.js';
import type { Reply } from '../http/site-request.js';
import { shopCard } from './cards.mapper.js';
import { say, sayPlural } from './portal-sentences.js';
import { pager } from './search-page.mapper.js';
import { placeOf } from './search.controller.js';

const PER_PAGE = 24;
const numbers = new Intl.NumberFormat('fr-FR');

const addressSchema = z.object({
  metier: z.string().max(40).catch(''),
  commune: z.string().trim().max(100).catch(''),
  page: z.coerce.number().int().min(1).max(1000).catch(1),
});

export const pageNumber = (query: unknown): number => addressSchema.parse(query ?? {}).page;

@Controller('@portal/boutiques')
export class PortalShopsController {
  private readonly territory: Territory;

  constructor(
    private readonly shops: PublicShops,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {
    this.territory = loadTerritory(settings.regionCode);
  }

  @Get()
  @Policy('public')
  async list(@Query() query: unknown, @Res() reply: Reply): Promise<void> {
    const address = addressSchema.parse(query ?? {});
    const trade = tradeByCode(address.metier);
    const commune = placeOf(address.commune, this.territory);
    const isLost = address.commune !== '' && commune === null;
    const found = await this.shops.list({
      trade: trade?.code ?? null,
      commune: commune?.insee ?? null,
      page: address.page,
      perPage: PER_PAGE,
    });
    const urlOf = (number: number): string => {
      const said = { metier: trade?.code ?? '', commune: commune?.insee ?? '', page: number > 1 ? String(number) : '' };
      const text = new URLSearchParams(Object.entries(said).filter(([, value]) => value !== '')).toString();
      return text ? `/boutiques?${text}` : '/boutiques';
    };
    await page(reply, 'portal/shops', {
      title: titleOf(trade?.labelFr ?? null, commune?.name ?? null),
      count: sayPlural('shops.count', found.total, { number: numbers.format(found.total) }),
      communeName: commune?.name ?? address.commune,
      communeError: isLost ? say('search.place_unknown', { place: address.commune }) : null,
      trades: [
        { value: '', label: say('shops.all_trades'), isSelected: !trade },
        ...allTrades().map(({ code, labelFr }) => ({ value: code, label: labelFr, isSelected: code === trade?.code })),
      ],
      shops: found.results.map((shop) => shopCard(shop, this.settings)),
      pager: pager(address.page, found.total, PER_PAGE, urlOf),
    });
  }
}

function titleOf(trade: string | null, commune: string | null): string {
  const what = trade ?? say('shops.title');
  return commune ? say('shops.title_in', { what, commune }) : what;
}
