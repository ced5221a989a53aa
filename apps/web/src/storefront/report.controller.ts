import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { publicOrigin, SETTINGS, type Settings } from '#libs/platform';
import { Policy } from '../http/policy.js';
import type { Reply, Request } from '../http/site-request.js';

const PRODUCT_PATH = /^\/produits\/([a-z0-9][a-z0-9-]{0,99})$/;

/** From a page of the shop to the portal's form, which is the region's: what was looked at goes along. */
@Controller('@shop')
export class ReportController {
  constructor(@Inject(SETTINGS) private readonly settings: Settings) {}

  @Get('signaler')
  @Policy('public')
  report(@Req() request: Request, @Res() reply: Reply): void {
    const { referer } = request.headers;
    const path = referer !== undefined && URL.canParse(referer) ? new URL(referer).pathname : '';
    const handle = PRODUCT_PATH.exec(path)?.[1];
    const query = new URLSearchParams({
      boutique: request.site.shop!.slug,
      ...(handle !== undefined && { produit: handle }),
    });
    void reply
      .header('cache-control', 'no-store')
      .redirect(`${publicOrigin(this.settings)}/signalement?${query.toString()}`, 303);
  }
}
