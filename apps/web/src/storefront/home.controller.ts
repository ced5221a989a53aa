import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { publicOrigin, SETTINGS, type Settings } from '#libs/platform';
import { Policy } from '../http/policy.js';
import type { Reply, Request } from '../http/site-request.js';
import { waitsForOwner } from './closed-shop.js';
import { homeView } from './home.page.js';
import type { SectionColumns } from './home-sections.mapper.js';
import { SECTION_COLUMNS, sectionParameters } from './home-sections.sql.js';
import { presenceView } from './presence.page.js';
import { answerPublicly } from './public-answer.js';
import { ShopPages } from './shop-pages.service.js';

@Controller('@shop')
export class StorefrontHomeController {
  constructor(
    private readonly pages: ShopPages,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  @Policy('public')
  async home(@Req() request: Request, @Res() reply: Reply): Promise<void> {
    const page = await this.pages.read<SectionColumns>(request, reply, {
      columns: SECTION_COLUMNS,
      parameters: sectionParameters(null),
    });
    const hosts = { portal: publicOrigin(this.settings), backOffice: publicOrigin(this.settings, 'gestion') };
    const draw = () =>
      waitsForOwner(page.row.shop)
        ? page.theme.render('presence', presenceView(page, hosts))
        : page.theme.render('home', homeView(page, this.settings.regionCode));
    return answerPublicly(request, reply, page, draw);
  }
}
