import { Body, Controller, Get, Post, Query, Res } from '@nestjs/common';
import type { SignedIn } from '#libs/accounts';
import { Clock } from '#libs/kernel';
import { OrderBook, Orders } from '#libs/orders';
import { redirectTo } from '../http/flash.js';
import { freshForm, type FormView, parseForm, refusedForm } from '../http/form.js';
import { page } from '../http/pages.js';
import { Policy } from '../http/policy.js';
import { Actor, type Reply } from '../http/site-request.js';
import { boardSections, byDay } from './order-board.mapper.js';
import { boardQuery, handoverForm } from './order.form.js';

/** The board: what needs an answer, what is to be prepared, what waits for its customer. */
@Controller('@gestion/commandes')
export class OrderBoardController {
  constructor(
    private readonly book: OrderBook,
    private readonly orders: Orders,
  ) {}

  @Get()
  @Policy('shop_member')
  async board(@Query() query: unknown, @Res() reply: Reply): Promise<void> {
    const { q } = parseForm(boardQuery, query);
    if (q) return this.search(q, reply);
    return this.show(reply, freshForm());
  }

  @Get('terminees')
  @Policy('shop_member')
  async finished(@Res() reply: Reply): Promise<void> {
    const days = byDay(await this.book.finished(), Clock.now());
    await page(reply, 'merchant/order-list', { title: 'Commandes terminées', days, asked: null });
  }

  @Post('remises')
  @Policy('shop_member')
  async handOver(@Body() body: unknown, @Actor() actor: SignedIn, @Res() reply: Reply): Promise<void> {
    try {
      const order = await this.orders.collect(parseForm(handoverForm, body).code, `person:${actor.personId}`);
      redirectTo(reply, `/commandes/${order.orderId}`, { key: 'orders.done.handed_over', values: nameOf(order) });
    } catch (error) {
      const form = refusedForm(error, body, 'code');
      await this.show(reply, form, form.status);
    }
  }

  private async search(q: string, reply: Reply): Promise<void> {
    const days = byDay(await this.book.find(q), Clock.now());
    await page(reply, 'merchant/order-list', { title: 'Chercher une commande', days, asked: q });
  }

  private async show(reply: Reply, form: FormView, status = 200): Promise<void> {
    const sections = boardSections(await this.book.board(), Clock.now());
    await page(reply, 'merchant/order-board', { title: 'Commandes', sections, form }, { status });
  }
}

const nameOf = ({ number, customer }: { number: string; customer: { name: string } }) => ({
  number,
  name: customer.name,
});
