import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { SignedIn } from '#libs/accounts';
import { Clock, newId, NotFoundError } from '#libs/kernel';
import { CodeAttempts, OrderBook, OrderCounter, type OrderDetails } from '#libs/orders';
import { redirectTo } from '../../http/flash.js';
import { freshForm, type FormView, parseForm, refusedForm } from '../../http/form.js';
import { page, Pages } from '../../http/pages.js';
import { Policy } from '../../http/policy.js';
import { Actor, type Reply, type Request } from '../../http/site-request.js';
import { allowBarcodeReader } from '../barcode-reader.js';
import { counterQuery, handoverForm } from './counter.form.js';
import { BLANK_LINE, BLANK_ORDER, bySlot, type CounterOrder, counterOrder } from './counter.mapper.js';

/** As many as a phone shows at ease; the search finds the others. */
const SHOWN = 60;

/** The counter: find the order of whoever stands there, hand it over, whole or in part, with or without a network. */
@Controller('@gestion/comptoir')
export class CounterController {
  constructor(
    private readonly book: OrderBook,
    private readonly counter: OrderCounter,
    private readonly attempts: CodeAttempts,
    private readonly pages: Pages,
  ) {}

  @Get()
  @Policy('shop_member')
  async list(@Query() query: unknown, @Res() reply: Reply): Promise<void> {
    const asked = parseForm(counterQuery, query).q ?? '';
    const found = asked ? await this.book.find(asked) : (await this.book.board()).filter(isAccepted);
    const [only] = found;
    if (asked && only && found.length === 1) return redirectTo(reply, `/comptoir/${only.orderId}`);
    allowBarcodeReader(reply);
    const orders = found.slice(0, SHOWN).map((order) => counterOrder(order, Clock.now()));
    await page(reply, 'merchant/counter/list', {
      title: this.pages.say('merchant', 'counter.title'),
      asked,
      slots: bySlot(orders),
      hidden: found.length - orders.length,
      blank: { order: BLANK_ORDER, line: BLANK_LINE, form: freshForm() },
    });
  }

  /** What a device keeps so that it can hand over without a network. */
  @Get('donnees')
  @Policy('shop_member')
  async data(@Res({ passthrough: true }) reply: Reply): Promise<{ orders: CounterOrder[] }> {
    void reply.header('cache-control', 'private, no-store');
    return { orders: (await this.book.board()).filter(isAccepted).map((order) => counterOrder(order, Clock.now())) };
  }

  @Get(':id')
  @Policy('shop_member')
  async order(@Param('id') id: string, @Actor() actor: SignedIn, @Res() reply: Reply): Promise<void> {
    await this.show(reply, { id, actor, form: freshForm() });
  }

  /** A form, or a device that sends what it noted: 200 when the handover stands, however often it is told. */
  @Post(':id/remise')
  @Policy('shop_member')
  async handOver(
    @Req() request: Request,
    @Param('id') id: string,
    @Body() body: unknown,
    @Actor() actor: SignedIn,
    @Res() reply: Reply,
  ): Promise<void> {
    const work = () => this.counter.handOver(id, parseForm(handoverForm, body), who(actor));
    if (/^application\/json\b/.test(request.headers.accept ?? '')) {
      const { isRepeat } = await work();
      return void reply.code(200).send({ isRepeat });
    }
    try {
      await work();
      const order = await this.find(id);
      const values = { number: order.number, name: order.customer.name };
      redirectTo(reply, '/comptoir', { key: 'orders.done.handed_over', values });
    } catch (error) {
      if (error instanceof NotFoundError) throw error;
      const form = refusedForm(error, body, 'code');
      await this.show(reply, { id, actor, form, status: form.status });
    }
  }

  private async show(
    reply: Reply,
    { id, actor, form, status = 200 }: { id: string; actor: SignedIn; form: FormView; status?: number },
  ): Promise<void> {
    const [details, paused] = await Promise.all([this.find(id), this.attempts.pausedUntil(who(actor))]);
    const order = counterOrder(details, Clock.now());
    const model = {
      title: order.name,
      order: {
        ...order,
        lines: order.lines.map((line) => ({ ...line, missing: form.values[`missing-${line.line}`] })),
      },
      key: newId(),
      pausedUntil: paused?.toISOString() ?? null,
      form,
    };
    await page(reply, 'merchant/counter/order', model, { status });
  }

  private async find(id: string): Promise<OrderDetails> {
    const order = await this.book.byId(id);
    if (!order) throw new NotFoundError();
    return order;
  }
}

const who = ({ personId }: SignedIn): string => `person:${personId}`;
const isAccepted = ({ status }: OrderDetails): boolean => status === 'accepted' || status === 'ready';
