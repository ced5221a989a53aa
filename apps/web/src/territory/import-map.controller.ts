import { Controller, Get, Inject, Param, Res } from '@nestjs/common';
import type { SignedIn } from '#libs/accounts';
import { MerchantImports } from '#libs/imports';
import { SETTINGS, type Settings } from '#libs/platform';
import { loadTerritory, type Territory } from '#libs/territory';
import { scopeOf } from '../http/actor-scope.js';
import { page, Pages } from '../http/pages.js';
import { Policy } from '../http/policy.js';
import { Actor, type Reply } from '../http/site-request.js';
import { figureText } from '../http/wording.js';
import { communeMap } from './commune-map.js';

const PATH = '/territoire/imports';
const MOST_NAMED = 30;
/** The colour of communes with shops. */
const LEVEL = 2;

/** Where the shops of a file are, before it goes in. */
@Controller('@gestion/territoire/imports/:importId/carte')
export class TerritoryImportMapController {
  private readonly territory: Territory;

  constructor(
    private readonly imports: MerchantImports,
    private readonly pages: Pages,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.territory = loadTerritory(settings.regionCode);
  }

  @Get()
  @Policy('initiative_agent', { rate: { max: 20, seconds: 60 } })
  async show(@Actor() actor: SignedIn, @Param('importId') importId: string, @Res() reply: Reply): Promise<void> {
    const { fileName, places } = await this.imports.places(importId, scopeOf(actor));
    const spots = [...places]
      .map(([insee, count]) => {
        const name = this.territory.commune(insee)?.name ?? insee;
        return {
          insee,
          count,
          level: LEVEL,
          label: this.pages.say('territory', 'lists.map_commune', { name, count: figureText(count) }),
          name,
        };
      })
      .toSorted((a, b) => b.count - a.count || a.name.localeCompare(b.name, 'fr'));
    const shops = spots.reduce((sum, { count }) => sum + count, 0);
    await page(reply, 'territory/import-map', {
      title: this.pages.say('territory', 'lists.map_title'),
      fileName,
      backUrl: `${PATH}/${encodeURIComponent(importId)}`,
      sentence: this.pages.say('territory', 'lists.map_sentence', {
        shops: figureText(shops),
        communes: figureText(spots.length),
      }),
      map: communeMap(spots, this.territory),
      communes: spots.slice(0, MOST_NAMED).map(({ label }) => label),
    });
  }
}
