import { Body, Controller, Get, Post, Query, Res } from '@nestjs/common';
import type { SignedIn } from '#libs/accounts';
import { Clock } from '#libs/kernel';
import { MoveNotAllowedError, OrderBook, type OrderDetails, Orders } from '#libs/orders';
import { redirectTo } from '../http/flash.js';
import { freshForm, type FormView, parseForm, refusedForm } from '../http/form.js';
import { page, Pages } from '../http/pages.js';
import { Policy } from '../http/policy.js';
import { Actor, type Reply } from '../http/site-request.js';
import { isDoneAlready } from './app/resent.js';
import { boardSections, byDay } from './order-board.mapper.js';
import { boardQuery, handoverForm } from './order.form.js';

/** The board: what needs an answer, what is to be prepared, what waits for its customer. */
@Controller('@gestion/commandes')
export class OrderBoardController {
  constructor(
    private readonly book: OrderBook,
    private readonly orders: Orders,
    private readonly pages: Pages,
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
    await page(reply, 'merchant/order-list', { title: this.say('finished_title'), days, asked: null });
  }

  @Post('remises')
  @Policy('shop_member')
  async handOver(@Body() body: unknown, @Actor() actor: SignedIn, @Res() reply: Reply): Promise<void> {
    const who = `person:${actor.personId}`;
    try {
      const order = await this.orders.collect(parseForm(handoverForm, body).code, who);
      redirectTo(reply, `/commandes/${order.orderId}`, { key: 'orders.done.handed_over', values: nameOf(order) });
    } catch (error) {
      const done = await this.doneAlready(error, body, who);
      if (done)
        return redirectTo(reply, `/commandes/${done.orderId}`, {
          key: 'orders.done.handed_over',
          values: nameOf(done),
        });
      const form = refusedForm(error, body, 'code');
      await this.show(reply, form, form.status);
    }
  }

  private async doneAlready(error: unknown, body: unknown, who: string): Promise<OrderDetails | null> {
    if (!(error instanceof MoveNotAllowedError)) return null;
    const [order] = await this.book.find(parseForm(handoverForm, body).code);
    return order && isDoneAlready(error, body, order, who) ? order : null;
  }

  private async search(q: string, reply: Reply): Promise<void> {
    const days = byDay(await this.book.find(q), Clock.now());
    await page(reply, 'merchant/order-list', { title: this.say('find'), days, asked: q });
  }

  private async show(reply: Reply, form: FormView, status = 200): Promise<void> {
    const sections = boardSections(await this.book.board(), Clock.now());
    const title = this.pages.say('merchant', 'office.orders');
    await page(reply, 'merchant/order-board', { title, sections, form }, { status });
  }

  private say(key: string): string {
    return this.pages.say('merchant', `orders.${key}`);
  }
}

const nameOf = ({ number, customer }: { number: string; customer: { name: string } }) => ({
  number,
  name: customer.name,
});
