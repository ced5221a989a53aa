import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { publicOrigin, SETTINGS, type Settings } from '#libs/platform';
import { currentShopId, Tenancy } from '#libs/tenancy';
import { theme } from '#libs/themes';
import { NotFoundError } from '#libs/kernel';
import { Policy } from '../../http/policy.js';
import type { Reply, Request } from '../../http/site-request.js';

const A_YEAR = 'public, max-age=31536000, immutable';
const AN_HOUR = 'public, max-age=3600';
/** Files of a shop's host that no person reads. */
@Controller('@shop')
export class CrawlersController {
  constructor(
    private readonly tenancy: Tenancy,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** The colours of the shop; its address carries a fingerprint (`?v=`). */
  @Get('theme.css')
  @Policy('public')
  async css(@Req() request: Request, @Res() reply: Reply): Promise<void> {
    const [row] = await this.tenancy.shopRead<{ theme: string; theme_settings: Record<string, unknown> }>(
      'select theme, theme_settings from shop where shop_id = $1',
      [currentShopId()],
    );
    if (!row) throw new NotFoundError();
    const shopTheme = theme(row.theme);
    const { css, url } = shopTheme.css(shopTheme.readSettings(row.theme_settings));
    const isCurrent = request.site.path + query(request) === url;
    void reply
      .header('cache-control', isCurrent ? A_YEAR : 'no-cache')
      .type('text/css; charset=utf-8')
      .send(css);
  }

  @Get('robots.txt')
  @Policy('public')
  robots(@Req() request: Request, @Res() reply: Reply): void {
    const lines = [
      'User-agent: *',
      'Disallow: /panier',
      'Disallow: /commande',
      'Disallow: /apercu',
      `Sitemap: ${this.origin(request)}/sitemap.xml`,
    ];
    void reply
      .header('cache-control', AN_HOUR)
      .type('text/plain; charset=utf-8')
      .send(`${lines.join('\n')}\n`);
  }

  private origin(request: Request): string {
    return publicOrigin(this.settings, request.site.shop!.slug);
  }
}

const query = (request: Request): string => {
  const at = request.url.indexOf('?');
  return at === -1 ? '' : request.url.slice(at);
};
