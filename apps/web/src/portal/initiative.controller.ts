import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { SETTINGS, type Settings } from '#libs/platform';
import { PublicShops } from '#libs/search';
import { page } from '../http/pages.js';
import { Policy } from '../http/policy.js';
import type { Reply } from '../http/site-request.js';
import { shopCard } from './cards.mapper.js';
import { say, sayPlural } from './portal-sentences.js';
import { pager } from './search-page.mapper.js';
import { pageNumber } from './shops.controller.js';

const PER_PAGE = 24;

@Controller('@portal/initiatives')
export class PortalInitiativeController {
  constructor(
    private readonly shops: PublicShops,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get(':slug')
  @Policy('public')
  async initiative(@Param('slug') slug: string, @Query() query: unknown, @Res() reply: Reply): Promise<void> {
    const initiative = await this.shops.initiative(slug);
    const number = pageNumber(query);
    const found = await this.shops.list({ initiativeId: initiative.initiativeId, page: number, perPage: PER_PAGE });
    await page(reply, 'portal/initiative', {
      title: initiative.name,
      kind: say(`initiative.${initiative.kind}`),
      count: sayPlural('shops.count', found.total, { number: found.total }),
      shops: found.results.map((shop) => shopCard(shop, this.settings)),
      pager: pager(number, found.total, PER_PAGE, (next) => `/initiatives/${initiative.slug}?page=${next}`),
    });
  }
}
