import { Controller, Get, Res } from '@nestjs/common';
import { PublicShops } from '#libs/search';
import { page } from '../../http/pages.js';
import { Policy } from '../../http/policy.js';
import type { Reply } from '../../http/site-request.js';
import { say, sayPlural } from '../portal-sentences.js';
import { numbers } from '../search-page.mapper.js';
import { headOf, InitiativeFacts } from './initiative-facts.js';

/** The bodies that bring the region's shops together. */
@Controller('@portal/initiatives')
export class PortalInitiativesController {
  constructor(
    private readonly facts: InitiativeFacts,
    private readonly shops: PublicShops,
  ) {}

  /** All of them, with what they offer here and elsewhere. */
  @Get()
  @Policy('public')
  async list(@Res() reply: Reply): Promise<void> {
    const [known, counts] = await Promise.all([this.facts.all(), this.shops.byInitiative()]);
    const cards = known.map((initiative) => {
      const { shops = 0, listings = 0 } = counts.find((each) => each.initiativeId === initiative.initiativeId) ?? {};
      const offers = [
        ...(shops > 0 ? [sayPlural('shops.count', shops, { number: numbers.format(shops) })] : []),
        ...(listings > 0
          ? [sayPlural('initiative_page.listings', listings, { number: numbers.format(listings) })]
          : []),
      ];
      return { ...headOf(initiative), url: `/initiatives/${initiative.slug}`, offers: offers.join(', ') };
    });
    await page(reply, 'portal/initiatives', {
      title: say('initiative_page.title'),
      description: say('initiative_page.list_lead'),
      initiatives: cards,
    });
  }
}
