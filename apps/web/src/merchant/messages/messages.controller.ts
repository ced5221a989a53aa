import { Body, Controller, Get, Post, Res } from '@nestjs/common';
import { z } from 'zod';
import { Broadcasts } from '#libs/broadcasts';
import { redirectTo } from '../../http/flash.js';
import { parseForm } from '../../http/form.js';
import { page, Pages } from '../../http/pages.js';
import { Policy } from '../../http/policy.js';
import type { Reply } from '../../http/site-request.js';
import { dateText } from '../../http/wording.js';

const mailsForm = z.object({ mails: z.literal('1').optional() });

/** « Messages » of the region and of the shop's initiative. */
@Controller('@gestion/messages')
export class ShopMessagesController {
  constructor(
    private readonly broadcasts: Broadcasts,
    private readonly pages: Pages,
  ) {}

  @Get()
  @Policy('shop_member')
  async show(@Res() reply: Reply): Promise<void> {
    const [messages, wantsMails] = await Promise.all([this.broadcasts.ofShop(), this.broadcasts.wantsMails()]);
    await this.broadcasts.markRead();
    await page(reply, 'merchant/messages', {
      title: this.pages.say('merchant', 'messages.title'),
      messages: messages.map((message) => ({ ...message, when: dateText(message.sentAt) })),
      wantsMails,
    });
  }

  @Post('par-mail')
  @Policy('shop_owner')
  async choose(@Body() body: unknown, @Res() reply: Reply): Promise<void> {
    await this.broadcasts.chooseMails(parseForm(mailsForm, body).mails === '1');
    redirectTo(reply, '/messages', { key: 'messages.chosen' });
  }
}
