import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { z } from 'zod';
import { publicOrigin, SETTINGS, type Settings } from '#libs/platform';
import { PublicShops, Search } from '#libs/search';
import { page } from '../../http/pages.js';
import { Policy } from '../../http/policy.js';
import type { Reply } from '../../http/site-request.js';
import { listingCard, productCard, shopCard } from '../cards.mapper.js';
import { say, sayPlural } from '../portal-sentences.js';
import { pager } from '../search-page.mapper.js';
import { headOf, InitiativeFacts } from './initiative-facts.js';

const PER_PAGE = 24;
const MOST_LISTINGS = 6;
/** A page of the widget stands in somebody else's page. */
const WIDGET_SHOPS = 12;

const address = z.object({
  q: z.string().trim().max(200).catch(''),
  page: z.coerce.number().int().min(1).max(100).catch(1),
});

/** An initiative's corner of the portal: who it is, its members, what they sell here and elsewhere, a search among them. */
@Controller('@portal/initiatives')
export class PortalInitiativeController {
  constructor(
    private readonly facts: InitiativeFacts,
    private readonly shops: PublicShops,
    private readonly search: Search,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get(':slug')
  @Policy('public')
  async initiative(@Param('slug') slug: string, @Query() query: unknown, @Res() reply: Reply): Promise<void> {
    const initiative = await this.facts.bySlug(slug);
    const { initiativeId, name } = initiative;
    const { q, page: number } = address.parse(query ?? {});
    const [members, found, elsewhere, facts] = await Promise.all([
      this.shops.list({ initiativeId, page: q === '' ? number : 1, perPage: PER_PAGE }),
      q === '' ? null : this.search.search({ q, initiative: initiativeId, page: number, perPage: PER_PAGE }),
      this.search.search({ initiative: initiativeId, kind: 'listing', perPage: MOST_LISTINGS }),
      this.facts.of(initiative),
    ]);
    const here = `/initiatives/${initiative.slug}`;
    const urlOf = (next: number): string =>
      `${here}?${new URLSearchParams({ ...(q && { q }), page: String(next) }).toString()}`;
    await page(reply, 'portal/initiative', {
      title: name,
      description: say('initiative_page.lead', { name }),
      ...headOf(initiative),
      ...facts,
      here,
      query: q,
      count: sayPlural('shops.count', members.total, { number: members.total }),
      found: found && this.results(found),
      shops: found ? [] : members.results.map((shop) => shopCard(shop, this.settings)),
      listings: found ? [] : elsewhere.results.map(listingCard),
      pager: pager(number, found?.total ?? members.total, PER_PAGE, urlOf),
    });
  }

  /** The members in a frame on another site: nothing but links, which open there. */
  @Get(':slug/vitrine')
  @Policy('public')
  async widget(@Param('slug') slug: string, @Res() reply: Reply): Promise<void> {
    const initiative = await this.facts.bySlug(slug);
    const { initiativeId } = initiative;
    const { results, total } = await this.shops.list({ initiativeId, perPage: WIDGET_SHOPS });
    const csp = `default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; frame-ancestors *`;
    reply.header('content-security-policy', csp).removeHeader('x-frame-options');
    reply.header('cross-origin-resource-policy', 'cross-origin').header('cache-control', 'public, max-age=900');
    const model = {
      title: initiative.name,
      shops: results.map((shop) => shopCard(shop, this.settings)),
      more: {
        url: `${publicOrigin(this.settings)}/initiatives/${initiative.slug}`,
        label: say('initiative_page.all', { number: total }),
      },
    };
    await page(reply, 'portal/widget', model, { isFragment: true });
  }

  private results({ results, total, query }: Awaited<ReturnType<Search['search']>>) {
    return {
      count: say('search.count_for', { counted: sayPlural('search.count', total, { number: total }), query }),
      shops: results.filter(({ kind }) => kind === 'shop').map(({ shop }) => shopCard(shop, this.settings)),
      products: results.filter(({ kind }) => kind === 'product').map((result) => productCard(result, this.settings)),
      listings: results.filter(({ kind }) => kind === 'listing').map(listingCard),
    };
  }
}
