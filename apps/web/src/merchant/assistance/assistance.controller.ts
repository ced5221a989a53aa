import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { Assistances } from '#libs/team';
import { redirectTo } from '../../http/flash.js';
import { page, Pages } from '../../http/pages.js';
import { Policy } from '../../http/policy.js';
import { PageNotFoundError } from '../../http/http.errors.js';
import type { Reply, Request } from '../../http/site-request.js';
import { storyCard } from './assistance.mapper.js';

const PATH = '/accompagnement';

/** « Accompagnement »: who asks to act for the shop, who does, and what was done. */
@Controller('@gestion/accompagnement')
export class ShopAssistanceController {
  constructor(
    private readonly assistances: Assistances,
    private readonly pages: Pages,
  ) {}

  @Get()
  @Policy('shop_member')
  async show(@Res() reply: Reply): Promise<void> {
    const say = (key: string, values?: Record<string, unknown>) =>
      this.pages.say('merchant', `assistance.${key}`, values);
    const stories = (await this.assistances.stories()).map((story) => storyCard(story, say));
    await page(reply, 'merchant/assistance', { title: say('title'), stories });
  }

  /** Whoever acts for the shop stops. */
  @Post('fin')
  @Policy('shop_member')
  async stop(@Req() request: Request, @Res() reply: Reply): Promise<void> {
    const { assistance } = request.site;
    if (!assistance) throw new PageNotFoundError();
    await this.assistances.end(assistance.assistanceId, 'agent');
    redirectTo(reply, '/territoire/aide', { key: 'assistance.stopped' });
  }

  @Post(':assistanceId/accord')
  @Policy('shop_owner')
  async agree(@Res() reply: Reply, @Param('assistanceId') id: string): Promise<void> {
    await this.assistances.agree(id);
    redirectTo(reply, PATH, { key: 'assistance.agreed' });
  }

  @Post(':assistanceId/refus')
  @Policy('shop_owner')
  async refuse(@Res() reply: Reply, @Param('assistanceId') id: string): Promise<void> {
    await this.assistances.refuse(id);
    redirectTo(reply, PATH, { key: 'assistance.refused' });
  }

  @Post(':assistanceId/fin')
  @Policy('shop_owner')
  async end(@Res() reply: Reply, @Param('assistanceId') id: string): Promise<void> {
    await this.assistances.end(id, 'shop');
    redirectTo(reply, PATH, { key: 'assistance.ended' });
  }
}
