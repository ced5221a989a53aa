import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { z } from 'zod';
import { MessageChoices } from '#libs/messages';
import { redirectTo } from '../http/flash.js';
import { parseForm } from '../http/form.js';
import { Policy } from '../http/policy.js';
import type { Reply, Request } from '../http/site-request.js';
import { CustomerOrderFinder } from './customer-order.finder.js';

const checked = z
  .literal('yes')
  .optional()
  .transform((value) => value === 'yes');
const choicesForm = z.object({ reminders: checked, texts: checked });

/** Which messages a customer gets beyond those that the order needs. */
@Controller('@shop/commandes/:token')
export class OrderMessagesController {
  constructor(
    private readonly finder: CustomerOrderFinder,
    private readonly choices: MessageChoices,
  ) {}

  @Get('messages')
  @Policy('customer_link')
  showChoices(@Res() reply: Reply, @Param('token') token: string): void {
    redirectTo(reply, `/commandes/${encodeURIComponent(token)}#messages`);
  }

  @Post('messages')
  @Policy('customer_link')
  async choose(@Req() request: Request, @Res() reply: Reply, @Param('token') token: string, @Body() body: unknown) {
    const order = await this.finder.find(request, token);
    await this.choices.choose(order, parseForm(choicesForm, body));
    redirectTo(reply, `/commandes/${order.token}`, { key: 'order.messages_done' });
  }

  @Get('messages/fin')
  @Policy('customer_link')
  askEnd(@Res() reply: Reply, @Param('token') token: string): void {
    redirectTo(reply, `/commandes/${encodeURIComponent(token)}#messages`);
  }

  /** One click in a mail program (RFC 8058): it posts, and shows nobody a page. */
  @Post('messages/fin')
  @Policy('customer_link')
  async end(@Req() request: Request, @Res() reply: Reply, @Param('token') token: string): Promise<void> {
    const order = await this.finder.find(request, token);
    await this.choices.choose(order, { ...(await this.choices.of(order)), reminders: false });
    void reply.code(200).type('text/plain; charset=utf-8').send('OK');
  }
}
