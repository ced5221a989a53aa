import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { type CustomerOrder, CustomerOrders, OrderPasses } from '#libs/customers';
import { Clock } from '#libs/kernel';
import { isFinal } from '#libs/orders';
import { hourText, relativeDayText } from '#libs/pickup';
import { redirectTo } from '../../http/flash.js';
import { page } from '../../http/pages.js';
import { Policy } from '../../http/policy.js';
import type { Reply, Request } from '../../http/site-request.js';
import { say } from '../portal-sentences.js';
import { CustomerSession } from './customer-session.js';
import { KeptOrders } from './kept-orders.js';

/** A customer's orders in all shops: those that this browser keeps, and those of an address that it proved. */
@Controller('@portal/mes-commandes')
export class MyOrdersController {
  constructor(
    private readonly orders: CustomerOrders,
    private readonly passes: OrderPasses,
    private readonly kept: KeptOrders,
    private readonly session: CustomerSession,
  ) {}

  @Get()
  @Policy('public')
  async list(@Req() request: Request, @Res() reply: Reply): Promise<void> {
    const email = await this.session.email(request);
    const [here, all] = await Promise.all([
      this.orders.byTokens(this.kept.read(request)),
      email === null ? [] : this.orders.byEmail(email),
    ]);
    const known = new Set(all.map(({ order }) => order.orderId));
    const orders = [...all, ...here.filter(({ order }) => !known.has(order.orderId))].map(orderCard);
    await page(reply, 'portal/my-orders/list', {
      title: say('my_orders.title'),
      noindex: true,
      email,
      hasKept: here.length > 0,
      current: orders.filter(({ isOver }) => !isOver),
      past: orders.filter(({ isOver }) => isOver),
    });
  }

  /** Where a shop's order page sends its customer; adding is the button's doing. */
  @Get('ajout/:pass')
  @Policy('public')
  async ask(@Param('pass') pass: string, @Res() reply: Reply): Promise<void> {
    reply.header('referrer-policy', 'same-origin');
    await page(reply, 'portal/my-orders/add', { title: say('my_orders.add_title'), noindex: true, pass });
  }

  @Post('ajout/:pass')
  @Policy('public', { rate: { max: 30, seconds: 60 } })
  async add(@Req() request: Request, @Param('pass') pass: string, @Res() reply: Reply): Promise<void> {
    const order = await this.passes.take(pass);
    if (!order) return redirectTo(reply, '/mes-commandes', { tone: 'warning', key: 'my_orders.pass_gone' });
    this.kept.add(request, reply, order.token);
    redirectTo(reply, '/mes-commandes', { key: 'my_orders.added', values: { number: order.number } });
  }

  @Post('oubli')
  @Policy('public')
  forget(@Res() reply: Reply): void {
    this.kept.clear(reply);
    redirectTo(reply, '/mes-commandes', { tone: 'info', key: 'my_orders.forgotten' });
  }
}

function orderCard({ shopName, order }: CustomerOrder) {
  const { slot, status } = order;
  const day = relativeDayText(slot.localDate, Clock.now());
  return {
    number: order.number,
    shopName,
    url: order.url,
    status: `my_orders.status.${status}`,
    tone: status === 'ready' ? 'success' : status === 'refused' || status === 'lapsed' ? 'danger' : 'neutral',
    when: `${day.charAt(0).toUpperCase()}${day.slice(1)}, ${hourText(slot.localStart)} –\u00a0${hourText(slot.localEnd)}`,
    total: order.totalCents,
    summary: order.lines.map(({ name, quantity, struck }) => `${quantity - struck}\u00a0×\u00a0${name}`).join(', '),
    isOver: isFinal(status),
  };
}
