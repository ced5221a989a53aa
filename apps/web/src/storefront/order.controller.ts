import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { z } from 'zod';
import { AppError } from '#libs/kernel';
import { MessageChoices } from '#libs/messages';
import { Orders } from '#libs/orders';
import { Withdrawals } from '#libs/payments';
import { redirectTo } from '../http/flash.js';
import { parseForm } from '../http/form.js';
import { Policy } from '../http/policy.js';
import type { Reply, Request } from '../http/site-request.js';
import { CustomerOrderFinder } from './customer-order.finder.js';
import { orderView } from './order.page.js';
import { ShopPages } from './shop-pages.service.js';

const slotForm = z.object({ slot: z.string().max(60) });

/** The customer's order, by the secret link alone. */
@Controller('@shop/commandes')
export class OrderController {
  constructor(
    private readonly pages: ShopPages,
    private readonly finder: CustomerOrderFinder,
    private readonly orders: Orders,
    private readonly withdrawals: Withdrawals,
    private readonly choices: MessageChoices,
  ) {}

  @Get(':token')
  @Policy('customer_link')
  async show(@Req() request: Request, @Res() reply: Reply, @Param('token') token: string): Promise<void> {
    const order = await this.finder.find(request, token);
    const page = await this.pages.readForOrder(request, reply);
    const [offer, choice] = await Promise.all([this.withdrawals.offer(order), this.choices.of(order)]);
    reply.header('cache-control', 'private, no-store').header('referrer-policy', 'same-origin');
    this.pages.send(reply, page.theme.render('order', await orderView(page, order, offer, choice)));
  }

  /** A link that somebody opens changes nothing. */
  @Get(':token/annulation')
  @Policy('customer_link')
  ask(@Param('token') token: string, @Res() reply: Reply): void {
    redirectTo(reply, `/commandes/${encodeURIComponent(token)}`);
  }

  @Post(':token/annulation')
  @Policy('customer_link')
  async cancel(@Req() request: Request, @Res() reply: Reply, @Param('token') token: string): Promise<void> {
    const path = `/commandes/${(await this.finder.find(request, token)).token}`;
    try {
      await this.orders.cancel(token);
    } catch (error) {
      if (!(error instanceof AppError) || error.status !== 409) throw error;
      return redirectTo(reply, path, { tone: 'warning', key: 'order.too_late' });
    }
    return redirectTo(reply, path, { key: 'order.cancelled_flash' });
  }

  /** One of the slots that were proposed: one click on the order's page. */
  @Post(':token/creneau')
  @Policy('customer_link')
  async takeSlot(@Req() request: Request, @Res() reply: Reply, @Param('token') token: string, @Body() body: unknown) {
    const path = `/commandes/${(await this.finder.find(request, token)).token}`;
    try {
      await this.orders.takeSlot(token, parseForm(slotForm, body).slot);
    } catch (error) {
      if (!(error instanceof AppError) || error.status !== 409) throw error;
      return redirectTo(reply, path, { tone: 'warning', key: 'order.slot_too_late' });
    }
    return redirectTo(reply, path, { key: 'order.slot_taken' });
  }
}
