import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import type { SignedIn } from '#libs/accounts';
import { NotFoundError } from '#libs/kernel';
import { OrderBook, type OrderDetails, Orders } from '#libs/orders';
import { Refunds } from '#libs/payments';
import { redirectTo } from '../http/flash.js';
import { freshForm, type FormView, parseForm, refusedForm } from '../http/form.js';
import { page, Pages } from '../http/pages.js';
import { Policy } from '../http/policy.js';
import { Actor, type Reply } from '../http/site-request.js';
import { isDoneAlready } from './app/resent.js';
import { orderPage } from './order-page.mapper.js';
import { handoverForm, refundForm, refusalForm, strikeForm } from './order.form.js';

/** One order and what can be done with it; each deed is a form that comes back here. */
@Controller('@gestion/commandes/:id')
export class OrderPageController {
  constructor(
    private readonly book: OrderBook,
    private readonly orders: Orders,
    private readonly refunds: Refunds,
    private readonly pages: Pages,
  ) {}

  @Get()
  @Policy('shop_member')
  async order(@Param('id') id: string, @Res() reply: Reply): Promise<void> {
    await this.show(id, reply, freshForm());
  }

  @Post('acceptation')
  @Policy('shop_member')
  async accept(@Param('id') id: string, @Body() body: unknown, @Actor() actor: SignedIn, @Res() reply: Reply) {
    await this.answer(reply, { id, done: 'accepted', body, actor }, () => this.orders.accept(id, who(actor)));
  }

  @Post('refus')
  @Policy('shop_member')
  async refuse(@Param('id') id: string, @Body() body: unknown, @Actor() actor: SignedIn, @Res() reply: Reply) {
    await this.answer(reply, { id, done: 'refused', body, actor, field: 'sentence' }, () =>
      this.orders.refuse(id, parseForm(refusalForm, body), who(actor)),
    );
  }

  @Post('preparation')
  @Policy('shop_member')
  async ready(@Param('id') id: string, @Body() body: unknown, @Actor() actor: SignedIn, @Res() reply: Reply) {
    await this.answer(reply, { id, done: 'ready', body, actor }, () => this.orders.markReady(id, who(actor)));
  }

  @Post('remise')
  @Policy('shop_member')
  async handOver(@Param('id') id: string, @Body() body: unknown, @Actor() actor: SignedIn, @Res() reply: Reply) {
    await this.answer(reply, { id, done: 'handed_over', body, actor, field: 'code' }, () =>
      this.orders.collect(parseForm(handoverForm, body).code, who(actor), id),
    );
  }

  @Post('remise-sans-code')
  @Policy('shop_member')
  async handOverWithoutCode(
    @Param('id') id: string,
    @Body() body: unknown,
    @Actor() actor: SignedIn,
    @Res() reply: Reply,
  ): Promise<void> {
    await this.answer(reply, { id, done: 'handed_over', body, actor }, () =>
      this.orders.collectWithoutCode(id, who(actor)),
    );
  }

  @Post('non-retrait')
  @Policy('shop_member')
  async noShow(@Param('id') id: string, @Body() body: unknown, @Actor() actor: SignedIn, @Res() reply: Reply) {
    await this.answer(reply, { id, done: 'no_show', body, actor }, () => this.orders.declareNoShow(id, who(actor)));
  }

  /** Gives money back that was taken from a card. */
  @Post('remboursements')
  @Policy('shop_owner')
  async refund(@Param('id') id: string, @Body() body: unknown, @Actor() actor: SignedIn, @Res() reply: Reply) {
    await this.answer(reply, { id, done: 'refunded', body, actor, field: 'amount' }, async () => {
      const { amount: cents, refundReason: reason, refundKey } = parseForm(refundForm, body);
      await this.refunds.give(id, { cents, reason }, { actor: who(actor), key: refundKey ?? '' });
      return (await this.book.byId(id))!;
    });
  }

  @Post('retraits')
  @Policy('shop_member')
  async strike(@Param('id') id: string, @Body() body: unknown, @Actor() actor: SignedIn, @Res() reply: Reply) {
    await this.answer(reply, { id, done: 'struck', body, actor, field: 'pieces' }, () => {
      const { line, pieces, strikeReason, place } = parseForm(strikeForm, body);
      return this.orders.strike(
        id,
        { line, pieces, reason: strikeReason ?? null, backOnShelf: place === 'shelf' },
        who(actor),
      );
    });
  }

  /** Back to the order with what was done, or the page again with what stood against it. */
  private async answer(
    reply: Reply,
    { id, done, body, actor, field }: { id: string; done: string; body: unknown; actor: SignedIn; field?: string },
    work: () => Promise<OrderDetails>,
  ): Promise<void> {
    const say = ({ number, customer }: OrderDetails) =>
      redirectTo(reply, `/commandes/${id}`, { key: `orders.done.${done}`, values: { number, name: customer.name } });
    try {
      say(await work());
    } catch (error) {
      if (error instanceof NotFoundError) throw error;
      const order = await this.book.byId(id);
      if (order && isDoneAlready(error, body, order, who(actor))) return say(order);
      const form = refusedForm(error, body, field ?? '');
      await this.show(id, reply, { ...form, summary: form.summary.map(atLine(form)) }, form.status);
    }
  }

  private async show(id: string, reply: Reply, form: FormView, status = 200): Promise<void> {
    const order = await this.book.byId(id);
    if (!order) throw new NotFoundError();
    const title = this.pages.say('merchant', 'orders.title_of', { number: order.number });
    await page(reply, 'merchant/order', { title, ...orderPage(order, form.values['reason']), form }, { status });
  }
}

const who = (actor: SignedIn): string => `person:${actor.personId}`;

/** Each line has a form of its own, with the line's number in the ids of its fields. */
const atLine =
  ({ values }: FormView) =>
  ({ fieldId, message }: FormView['summary'][number]) => {
    if (fieldId === 'pieces') return { fieldId: `pieces-${String(values['line'])}`, message };
    if (fieldId === 'strikeReason') return { fieldId: `strike-reason-${String(values['line'])}`, message };
    return { fieldId, message };
  };
