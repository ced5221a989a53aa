import { Controller, Get, Param, Post, Res } from '@nestjs/common';
import { z } from 'zod';
import { Sleep, StockLinkError } from '#libs/care';
import { redirectTo } from '../http/flash.js';
import { page, Pages } from '../http/pages.js';
import { Policy } from '../http/policy.js';
import type { Reply } from '../http/site-request.js';

/** « Mon stock est à jour »: by the link of a mail, without signing in, or from the back office. */
@Controller('@gestion')
export class StockConfirmationController {
  constructor(
    private readonly sleep: Sleep,
    private readonly pages: Pages,
  ) {}

  /** Looks at nothing: mail scanners open every link. */
  @Get('stock-a-jour/:shopId/:token')
  @Policy('public')
  async show(@Param('shopId') shopId: string, @Param('token') token: string, @Res() reply: Reply): Promise<void> {
    reply.header('referrer-policy', 'same-origin');
    const title = this.pages.say('merchant', 'sleep.title');
    await page(reply, 'merchant/stock-confirmation', { title, action: `/stock-a-jour/${shopId}/${token}` });
  }

  @Post('stock-a-jour/:shopId/:token')
  @Policy('public', { rate: { max: 20, seconds: 60 } })
  async confirmByLink(
    @Param('shopId') shopId: string,
    @Param('token') token: string,
    @Res() reply: Reply,
  ): Promise<void> {
    if (!z.uuid().safeParse(shopId).success) throw new StockLinkError();
    await this.sleep.confirmByLink(shopId, token);
    await page(reply, 'merchant/stock-confirmation', {
      title: this.pages.say('merchant', 'sleep.thanks'),
      action: null,
    });
  }

  @Post('stock-a-jour')
  @Policy('shop_member')
  async confirm(@Res() reply: Reply): Promise<void> {
    await this.sleep.confirm();
    redirectTo(reply, '/', { key: 'sleep.confirmed' });
  }
}
