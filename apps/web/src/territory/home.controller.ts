import { Controller, Get, Res } from '@nestjs/common';
import type { SignedIn } from '#libs/accounts';
import { ImportedShops, MerchantImports } from '#libs/imports';
import { IndexLag } from '#libs/search';
import { pastView } from '../http/import-view.js';
import { redirectTo } from '../http/flash.js';
import { page, Pages } from '../http/pages.js';
import { Policy } from '../http/policy.js';
import { Actor, type Reply } from '../http/site-request.js';
import { scopeOf } from '../http/actor-scope.js';
import { figureText } from '../http/wording.js';

const LAST = 5;
/** A change may take so long to be found. */
const LATE_SECONDS = 5;

@Controller('@gestion/territoire')
export class TerritoryHomeController {
  constructor(
    private readonly shops: ImportedShops,
    private readonly imports: MerchantImports,
    private readonly lag: IndexLag,
    private readonly pages: Pages,
  ) {}

  /** Who only helps owners has the desk. */
  @Get()
  @Policy('help_desk')
  async home(@Actor() actor: SignedIn, @Res() reply: Reply): Promise<void> {
    if (actor.memberships.every(({ role }) => role === 'support' || role === 'owner' || role === 'staff'))
      return redirectTo(reply, '/territoire/aide');
    const scope = scopeOf(actor);
    const states = await this.shops.states(scope);
    const last = await this.imports.list(scope, LAST);
    const place = { area: 'territory', path: '/territoire/imports' } as const;
    await page(reply, 'territory/home', {
      title: this.pages.say('territory', 'office.territory'),
      hasShops: Object.keys(states).length > 0,
      stats: ['provisioned', 'claimed', 'open'].map((state) => ({
        label: this.pages.say('territory', `shops.stat_${state}`),
        value: figureText(states[state] ?? 0),
        href: `/territoire/boutiques?etat=${state}`,
      })),
      searchLag: this.lagText(await this.lag.seconds()),
      past: pastView(this.pages, place, last),
    });
  }

  private lagText(seconds: number): string {
    return seconds < LATE_SECONDS
      ? this.pages.say('territory', 'territory.search_fresh')
      : this.pages.say('territory', 'territory.search_late', { seconds: figureText(seconds) });
  }
}
