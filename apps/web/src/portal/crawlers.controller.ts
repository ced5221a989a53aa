import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import { publicOrigin, SETTINGS, type Settings } from '#libs/platform';
import { PublicShops } from '#libs/search';
import { loadTerritory } from '#libs/territory';
import { Policy } from '../http/policy.js';
import type { Reply } from '../http/site-request.js';
import { element, XML } from '../http/xml.js';
import { communeUrl } from './places/place-urls.js';

const AN_HOUR = 'public, max-age=3600';
const NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"';
/** What the protocol allows in one index. */
const MOST_SITEMAPS = 50_000;

/** Where search engines begin: the portal's own pages, and the sitemap of each shop. */
@Controller('@portal')
export class PortalCrawlersController {
  private readonly origin: string;

  constructor(
    private readonly shops: PublicShops,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {
    this.origin = publicOrigin(settings);
  }

  @Get('robots.txt')
  @Policy('public')
  robots(@Res() reply: Reply): void {
    const lines = ['User-agent: *', 'Disallow: /api/', 'Disallow: /panier', `Sitemap: ${this.origin}/sitemap.xml`];
    void reply
      .header('cache-control', AN_HOUR)
      .type('text/plain; charset=utf-8')
      .send(`${lines.join('\n')}\n`);
  }

  /** `partie=portail`: the pages of the portal itself. */
  @Get('sitemap.xml')
  @Policy('public')
  async sitemap(@Res() reply: Reply, @Query('partie') part?: unknown): Promise<void> {
    const xml = part === 'portail' ? await this.pages() : await this.index();
    void reply.header('cache-control', AN_HOUR).type('application/xml; charset=utf-8').send(xml);
  }

  private async index(): Promise<string> {
    const slugs = await this.shops.sellingSlugs(MOST_SITEMAPS - 1);
    const shops = slugs.map((slug) => `${publicOrigin(this.settings, slug)}/sitemap.xml`);
    const entries = [`${this.origin}/sitemap.xml?partie=portail`, ...shops];
    const lines = entries.map((loc) => `<sitemap>${element('loc', loc)}</sitemap>`);
    return `${XML}<sitemapindex ${NAMESPACE}>\n${lines.join('\n')}\n</sitemapindex>\n`;
  }

  private async pages(): Promise<string> {
    const territory = loadTerritory(this.settings.regionCode);
    const { communes, trades } = await this.shops.overview();
    const places = communes.flatMap(({ value }) => {
      const commune = territory.commune(value);
      return commune ? [communeUrl(commune)] : [];
    });
    const paths = ['/', '/boutiques', ...trades.map(({ value }) => `/boutiques?metier=${value}`), ...places];
    const lines = paths.map((path) => `<url>${element('loc', this.origin + path)}</url>`);
    return `${XML}<urlset ${NAMESPACE}>\n${lines.join('\n')}\n</urlset>\n`;
  }
}
