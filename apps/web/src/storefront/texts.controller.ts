import { Controller, Get, Req, Res } from '@nestjs/common';
import type { PageView } from '#libs/themes';
import { Policy } from '../http/policy.js';
import type { Reply, Request } from '../http/site-request.js';
import { answerPublicly } from './public-answer.js';
import { ShopPages } from './shop-pages.service.js';
import { textView } from './texts.page.js';

@Controller('@shop')
export class TextsController {
  constructor(private readonly pages: ShopPages) {}

  @Get('informations')
  @Policy('public')
  info(@Req() request: Request, @Res() reply: Reply): Promise<void> {
    return this.show(request, reply, 'info');
  }

  @Get('conditions')
  @Policy('public')
  terms(@Req() request: Request, @Res() reply: Reply): Promise<void> {
    return this.show(request, reply, 'terms');
  }

  @Get('mentions-legales')
  @Policy('public')
  legal(@Req() request: Request, @Res() reply: Reply): Promise<void> {
    return this.show(request, reply, 'legal');
  }

  private async show(request: Request, reply: Reply, kind: PageView['kind']): Promise<void> {
    const page = await this.pages.read(request, reply);
    answerPublicly(request, reply, page, () => page.theme.render('page', textView(page, kind)));
  }
}
