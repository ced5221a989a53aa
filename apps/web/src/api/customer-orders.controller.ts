import { Body, Controller, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import { z } from 'zod';
import { Attempts } from '#libs/accounts';
import { NotFoundError } from '#libs/kernel';
import { OrderBook, Orders } from '#libs/orders';
import { withdrawalInput, Withdrawals } from '#libs/payments';
import { asShop } from '#libs/tenancy';
import { parseForm } from '../http/form.js';
import { Policy } from '../http/policy.js';
import { describeRoute } from '../http/route-description.js';
import type { Request } from '../http/site-request.js';
import { customerOrder, customerOrderSchema } from './order-answer.js';

type CustomerOrder = z.infer<typeof customerOrderSchema>;

const slotBody = z.object({ slotId: z.string().max(60) });

const WRONG_LINKS = { kind: 'order_link.address', limit: 15, windowSeconds: 600 };

/** The customer's view of an order, by the secret of the link; wrong links are counted per address. */
@Controller('@portal/api/v1/orders/:token')
export class CustomerOrdersController {
  constructor(
    private readonly book: OrderBook,
    private readonly orders: Orders,
    private readonly attempts: Attempts,
    private readonly withdrawals: Withdrawals,
  ) {}

  @Get()
  @Policy('customer_link')
  async show(@Param('token') token: string, @Req() request: Request): Promise<CustomerOrder> {
    const shopId = await this.shopOf(token, request);
    const order = await asShop(shopId, () => this.book.byToken(token));
    if (!order) throw new NotFoundError();
    return customerOrder(order);
  }

  @Post('cancellation')
  @HttpCode(200)
  @Policy('customer_link')
  async cancel(@Param('token') token: string, @Req() request: Request): Promise<CustomerOrder> {
    const shopId = await this.shopOf(token, request);
    return customerOrder(await asShop(shopId, () => this.orders.cancel(token)));
  }

  /** The declaration; without `lines` it is of everything that can be sent back. */
  @Post('withdrawal')
  @HttpCode(200)
  @Policy('customer_link')
  async withdraw(
    @Param('token') token: string,
    @Body() body: unknown,
    @Req() request: Request,
  ): Promise<CustomerOrder> {
    const shopId = await this.shopOf(token, request);
    return customerOrder(await asShop(shopId, () => this.withdrawals.declare(token, body)));
  }

  @Post('slot')
  @HttpCode(200)
  @Policy('customer_link')
  async takeSlot(
    @Param('token') token: string,
    @Body() body: unknown,
    @Req() request: Request,
  ): Promise<CustomerOrder> {
    const shopId = await this.shopOf(token, request);
    const { slotId } = parseForm(slotBody, body);
    return customerOrder(await asShop(shopId, () => this.orders.takeSlot(token, slotId)));
  }

  private async shopOf(token: string, request: Request): Promise<string> {
    const found = await this.book.shopOfToken(token);
    if (found) return found.shopId;
    await this.attempts.count([{ ...WRONG_LINKS, subject: request.ip }]);
    throw new NotFoundError();
  }
}

const params = z.object({ token: z.string() });

describeRoute({
  method: 'get',
  path: '/orders/{token}',
  summary: 'The customer’s order, by the token of its link',
  policy: 'customer_link',
  params,
  answers: { 200: { description: 'The order', schema: customerOrderSchema } },
  problems: { 404: ['not_found'], 429: ['accounts.too_many_attempts'] },
});

describeRoute({
  method: 'post',
  path: '/orders/{token}/cancellation',
  summary: 'Cancels an order that is not ready yet; stock and slot return',
  policy: 'customer_link',
  params,
  answers: { 200: { description: 'Cancelled', schema: customerOrderSchema } },
  problems: { 404: ['not_found'], 409: ['orders.move_not_allowed'], 429: ['accounts.too_many_attempts'] },
});

describeRoute({
  method: 'post',
  path: '/orders/{token}/withdrawal',
  summary:
    'Declares to withdraw from an order paid online. `lines` are numbers of lines; without them, all that can be sent back.',
  policy: 'customer_link',
  params,
  body: withdrawalInput,
  answers: {
    200: { description: 'Declared; a receipt is mailed. The same again changes nothing', schema: customerOrderSchema },
  },
  problems: {
    404: ['not_found'],
    409: ['payments.withdrawal_closed'],
    422: ['input.invalid'],
    429: ['accounts.too_many_attempts'],
  },
});

describeRoute({
  method: 'post',
  path: '/orders/{token}/slot',
  summary: 'Takes one of the slots that were proposed instead of the order’s own',
  policy: 'customer_link',
  params,
  body: slotBody,
  answers: { 200: { description: 'The order in its new slot', schema: customerOrderSchema } },
  problems: {
    404: ['not_found'],
    409: ['orders.slot_not_proposed', 'orders.slot_full', 'orders.move_not_allowed'],
    429: ['accounts.too_many_attempts'],
  },
});
