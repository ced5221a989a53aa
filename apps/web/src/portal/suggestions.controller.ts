import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import { publicOrigin, SETTINGS, type Settings } from '#libs/platform';
import { type Suggestion, Suggestions } from '#libs/search';
import { loadTerritory } from '#libs/territory';
import { Policy } from '../http/policy.js';
import type { Reply } from '../http/site-request.js';
import { say } from './portal-sentences.js';

/** What `assets/suggest.js` asks while somebody types. */
@Controller('@portal/suggestions')
export class PortalSuggestionsController {
  constructor(
    private readonly suggestions: Suggestions,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  @Policy('public', { rate: { max: 600, seconds: 60 } })
  async words(@Query('q') q: unknown, @Res({ passthrough: true }) reply: Reply): Promise<object[]> {
    reply.header('cache-control', 'public, max-age=60');
    const found = await this.suggestions.suggest(typeof q === 'string' ? q : '');
    return found.map((each) => ({ label: each.label, kind: say(`suggestion.${each.kind}`), url: this.urlOf(each) }));
  }

  @Get('communes')
  @Policy('public', { rate: { max: 600, seconds: 60 } })
  communes(@Query('q') q: unknown, @Res({ passthrough: true }) reply: Reply): string[] {
    reply.header('cache-control', 'public, max-age=3600');
    const territory = loadTerritory(this.settings.regionCode);
    return territory.suggestCommunes(typeof q === 'string' ? q : '').map(({ commune }) => commune.name);
  }

  private urlOf({ kind, label, value }: Suggestion): string {
    if (kind === 'shop') return publicOrigin(this.settings, value ?? undefined);
    if (kind === 'category') return `/boutiques?metier=${value}`;
    if (kind === 'commune') return `/communes/${value}`;
    return `/recherche?${new URLSearchParams({ q: label }).toString()}`;
  }
}
